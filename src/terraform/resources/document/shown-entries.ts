import type { ApiEntry, PlanOutcome } from "../../../client/api-types.ts";
import { changeMarks, fieldChangeText, trafficTexts } from "../../../client/change-text.ts";
import { canonicalJson } from "../../../envoy/codec/canonical-json.ts";
import type { CtyMap } from "../../wire/value/cty-value.ts";

type PlannedSet = Extract<PlanOutcome, { readonly kind: "planned" }>;

/** The attribute `entries`: a text for each, the same for the same entry. */
export function shownEntries(entries: readonly ApiEntry[]): CtyMap {
  const shown = new Map<string, string>();
  for (const { kind, name, value } of entries) {
    const key = `${kind} "${name}"`;
    let unique = key;
    // Several blocks may speak of one destination's intentions.
    for (let number = 2; shown.has(unique); number += 1) unique = `${key} (${number})`;
    shown.set(unique, canonicalJson(value));
  }
  return shown;
}

/** The attribute `changes`: what happens to each entry, then what that means for traffic. */
export function shownChanges({
  changes,
  traffic,
}: Pick<PlannedSet, "changes" | "traffic">): readonly string[] {
  const entries = changes.map(({ action, kind, name, fields }) => {
    const head = `${changeMarks[action]} ${kind} "${name}"`;
    return fields.length > 0 ? `${head}: ${fields.map(fieldChangeText).join("; ")}` : head;
  });
  return traffic ? [...entries, ...trafficTexts(traffic)] : entries;
}

/** The attribute `changes` of a set that is made: what is in it now, and what another was before, is no matter. */
export function shownAdditions(entries: CtyMap): readonly string[] {
  return [...entries.keys()].sort().map((key) => `${changeMarks.add} ${key}`);
}
