import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { EntryOf } from "../../config/entry.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/**
 * A source has an action or permissions, never both; permissions need one named destination; a permission names at
 * most one path.
 */
export const intentionForm: GraphCheck = ({ index }) =>
  index.intentions.flatMap((entry) =>
    entry.value.sources.flatMap((_, position) => sourceProblems(entry, position)),
  );

function sourceProblems(entry: EntryOf<"service-intentions">, position: number): readonly Diagnostic[] {
  const source = entry.value.sources[position];
  const permissions = source?.permissions ?? [];
  const subject = entry.rangeAt("sources", position);
  const hasAction = source?.action !== undefined;
  if (hasAction === permissions.length > 0) {
    const summary = hasAction ? "Both an action and permissions" : "Neither an action nor permissions";
    const detail =
      'A source has either `action = "allow"` (or "deny") for everything it sends, or permission blocks for single requests.';
    return [error({ code: graphCodes.actionXorPermissions, summary, detail, subject })];
  }
  if (permissions.length > 0 && entry.name === "*") {
    const detail =
      'Destinations may speak different protocols, so permissions need one service by name. Use a plain `action` for "*".';
    return [
      error({
        code: graphCodes.permissionsOnWildcard,
        summary: "Permissions on every destination",
        detail,
        subject,
      }),
    ];
  }
  return permissions.flatMap(({ http }, index) => {
    if (http.path_exact === undefined || http.path_prefix === undefined) return [];
    const at = ["sources", position, "permissions", index, "http"] as const;
    return error({
      code: graphCodes.onePathMatcher,
      summary: "Two ways to match the path",
      detail:
        "A permission has at most one of path_exact and path_prefix. Remove one, or write a second permission.",
      subject: entry.rangeAt(...at, "path_prefix"),
      related: [{ message: "The other is here.", range: entry.rangeAt(...at, "path_exact") }],
    });
  });
}
