import type { CtyMap } from "../../wire/value/cty-value.ts";

/** The set's revision that a state was taken at; 0 without a state, as of a set that is not there. */
export function revisionOf(state: CtyMap | undefined): number {
  const revision = state?.get("revision");
  return typeof revision === "number" ? revision : 0;
}
