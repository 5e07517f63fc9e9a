import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const duplicateSourcePages: readonly ErrorPage[] = [
  {
    code: graphCodes.duplicateSource,
    title: "Two intentions for one caller and destination",
    meaning:
      "One intention decides what a caller may send to a destination. With two of them the outcome would depend on their order, and neither would say the whole truth.",
    wrong: `intentions "api" {
  source "web" { action = "allow" }
}

intentions "api" {
  source "web" { action = "deny" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `intentions "api" {
  source "web" { action = "allow" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Merge the two `source` blocks.",
  },
];

/** One intention decides about a source and a destination: two would make the outcome depend on their order. */
export const duplicateSource: GraphCheck = ({ index }) => {
  const first = new Map<string, SourceRange>();
  const found: Diagnostic[] = [];
  for (const entry of index.intentions) {
    entry.value.sources.forEach((source, position) => {
      const key = `${entry.name}/${source.name}`;
      const range = entry.rangeAt("sources", position);
      const earlier = first.get(key);
      if (!earlier) first.set(key, range);
      else {
        found.push(
          error({
            code: graphCodes.duplicateSource,
            summary: "Two intentions for one source and destination",
            detail: `What "${source.name}" may send to "${entry.name}" is already declared. Merge the two source blocks.`,
            subject: range,
            related: [{ message: "First declared here.", range: earlier }],
          }),
        );
      }
    });
  }
  return found;
};
