import { error } from "../../diagnostics/diagnostic.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

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
