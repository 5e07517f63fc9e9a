import { hiddenValue } from "../language/sensitive.ts";
import type { ApiEntryChange, ApiFieldChange } from "./api-types.ts";

/** How an entry's change is marked, as in a diff. */
export const changeMarks = { add: "+", change: "~", remove: "-" } as const satisfies Record<
  ApiEntryChange["action"],
  string
>;

/** What differs in a field, on one line: `splits[0].weight: 100 → 70`. */
export function fieldChangeText({ path, before, after }: ApiFieldChange): string {
  if (before === hiddenValue && after === hiddenValue) return `${path}: sensitive value changed`;
  if (before === undefined) return `${path}: ${JSON.stringify(after)} (new)`;
  if (after === undefined) return `${path}: ${JSON.stringify(before)} (removed)`;
  return `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}
