import { hiddenValue } from "../language/sensitive.ts";
import type { ApiEntryChange, ApiFieldChange, ApiShare, ApiTraffic, ApiTrafficChange } from "./api-types.ts";

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

/** More lines than these nobody reads. */
const maxTrafficLines = 50;

/** Changes of traffic, a line for each: `web to api: GET /v1 allowed, was denied`. */
export function trafficTexts({ changes, is_complete: isComplete }: ApiTraffic): readonly string[] {
  const lines = changes.slice(0, maxTrafficLines).map(trafficChangeText);
  const rest = changes.length - lines.length;
  return [
    ...lines,
    ...(rest > 0 ? [`and ${rest} more changes of traffic`] : []),
    ...(isComplete ? [] : ["and perhaps more traffic: not every call was followed"]),
  ];
}

function trafficChangeText(change: ApiTrafficChange): string {
  const what = change.request === undefined ? "" : `${change.request} `;
  if (change.kind === "shares") {
    return `${change.destination}: ${what}${sharesText(change.after)}, was ${sharesText(change.before)}`;
  }
  const { source, destination, before, after } = change;
  const head = `${source} to ${destination}: ${what}`;
  if (before === undefined) return `${head}${after ?? ""} (new)`;
  return after === undefined
    ? `${head}no upstream any more, was ${before}`
    : `${head}${after}, was ${before}`;
}

function sharesText(shares: readonly ApiShare[]): string {
  return shares.map(({ target, percent }) => `${target} ${percent} %`).join(", ");
}
