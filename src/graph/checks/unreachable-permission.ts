import { warning } from "../../diagnostics/diagnostic.ts";
import type { Permission } from "../intention-rule.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/** A permission that an earlier one covers entirely can never decide anything. */
export const unreachablePermission: GraphCheck = ({ graph }) =>
  [...graph.intentions.values()].flat().flatMap(({ decision, precedence }) => {
    // Permissions on every destination are refused as such, and stand in the list of each.
    if (decision.kind !== "permissions" || precedence < 8) return [];
    return decision.permissions.flatMap((permission, position) => {
      const covering = decision.permissions.slice(0, position).find((earlier) => covers(earlier, permission));
      if (!covering) return [];
      return warning({
        code: graphCodes.unreachablePermission,
        summary: "This permission never decides",
        detail:
          "An earlier permission matches every request this one would. Move it before the other, or remove it.",
        subject: permission.range,
        related: [{ message: "This one matches first.", range: covering.range }],
      });
    });
  });

function covers(wider: Permission, narrower: Permission): boolean {
  const methods =
    wider.methods.length === 0 ||
    (narrower.methods.length > 0 && narrower.methods.every((method) => wider.methods.includes(method)));
  return methods && coversPath(wider.path, narrower.path);
}

function coversPath(wider: Permission["path"], narrower: Permission["path"]): boolean {
  if (!wider) return true;
  if (!narrower) return wider.kind === "prefix" && wider.value === "/";
  if (wider.kind === "prefix") return narrower.value.startsWith(wider.value);
  return narrower.kind === "exact" && narrower.value === wider.value;
}
