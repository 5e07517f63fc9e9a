import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const checkRepeatedPages: readonly ErrorPage[] = [
  {
    code: graphCodes.checkRepeated,
    title: "Two checks with one id",
    meaning:
      "The state of a check is kept under its id, for each instance of the service. Two checks of one id would overwrite each other, and an instance would count as well while one of them fails.\n\nA check without an id is called by its service, its type and its place among the checks, for example `web:http:0`; an id that is written must not be one of these either.",
    wrong: `service "web" {
  port = 8080

  check "http" {
    id   = "alive"
    path = "/health"
  }

  check "tcp" {
    id = "alive"
  }
}`,
    right: `service "web" {
  port = 8080

  check "http" {
    id   = "answers"
    path = "/health"
  }

  check "tcp" {
    id = "listens"
  }
}`,
    wayOut: "Give one of the two another id, or leave the id out.",
  },
];

/** The checks of a service have different ids, under which their states are kept; the ids given by default count too. */
export const checkRepeated: GraphCheck = ({ index, graph }) =>
  [...index.services.values()].flatMap((entry) => {
    // All instances of a service have the same checks.
    const ids = (graph.services.get(entry.name)?.instances[0]?.checks ?? []).map(({ id }) => id);
    return ids.flatMap((id, position) => {
      const earlier = ids.indexOf(id);
      if (earlier === position) return [];
      return error({
        code: graphCodes.checkRepeated,
        summary: "Two checks with one id",
        detail: `"${entry.name}" already has a check with the id "${id}", and the two would overwrite each other's state. Give one of them another id.`,
        subject: entry.rangeAt("checks", position, "id"),
        related: [{ message: "The first one is here.", range: entry.rangeAt("checks", earlier, "id") }],
      });
    });
  });
