import { createHash } from "node:crypto";
import type { ApiTraffic } from "../client/api-types.ts";

/** What a plan was made of, to the letter. */
export interface PlannedSet {
  readonly set: string;
  /** The set's revision that the plan is against. */
  readonly setRevision: number;
  readonly identity: string;
}

/** More plans than are made and carried out at a time. */
const maxPlans = 256;

/**
 * What plans were told of traffic. A plan is asked for again while it is carried out, when other sets may have changed as
 * parts of the same plan: it must say what was reviewed.
 */
export class TrafficMemory {
  readonly #told = new Map<string, { readonly set: string; readonly traffic: ApiTraffic }>();

  /** What was told of this plan, or what is to be told from now on. */
  recall(plan: PlannedSet, make: () => ApiTraffic): ApiTraffic {
    const key = keyOf(plan);
    const known = this.#told.get(key)?.traffic;
    if (known) return known;
    const traffic = make();
    this.#told.set(key, { set: plan.set, traffic });
    const [oldest] = this.#told.keys();
    if (this.#told.size > maxPlans && oldest !== undefined) this.#told.delete(oldest);
    return traffic;
  }

  forget(set: string): void {
    for (const [key, told] of [...this.#told]) if (told.set === set) this.#told.delete(key);
  }
}

function keyOf({ set, setRevision, identity }: PlannedSet): string {
  return createHash("sha256")
    .update(JSON.stringify([set, setRevision, identity]))
    .digest("base64");
}
