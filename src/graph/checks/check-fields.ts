import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const checkFieldsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.unusedCheckField,
    title: "A tcp check with a field for http",
    meaning:
      "A check of type `tcp` opens a connection and closes it. It has no path and no method, and one that is given would be ignored.",
    wrong: `service "web" {
  port = 8080

  check "tcp" {
    path = "/health"
  }
}`,
    right: `service "web" {
  port = 8080

  check "http" {
    path = "/health"
  }
}`,
    wayOut: "Make it a check of type `http`, or remove the field.",
  },
];

/** A tcp check only connects: a path or a method given to it would be ignored, so it is refused. */
export const checkFields: GraphCheck = ({ index }) =>
  [...index.services.values()].flatMap((entry) =>
    (entry.value.checks ?? []).flatMap((check, position) =>
      (["path", "method"] as const)
        .filter((field) => check.type === "tcp" && check[field] !== undefined)
        .map((field) =>
          error({
            code: graphCodes.unusedCheckField,
            summary: `A tcp check has no ${field}`,
            detail: `It only opens a connection. Remove ${field}, or make it an http check.`,
            subject: entry.rangeAt("checks", position, field),
          }),
        ),
    ),
  );
