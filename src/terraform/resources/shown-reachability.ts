import type { ApiWay, ReachabilityOutcome } from "../../client/api-types.ts";
import type { Attribute, AttributeShape, Attributes } from "../framework/schema.ts";
import { ofType } from "../framework/schema.ts";
import { ctyBool, ctyList, ctyNumber, ctyString } from "../wire/value/cty-type.ts";
import type { CtyValue } from "../wire/value/cty-value.ts";

type KnownReachability = Extract<ReachabilityOutcome, { readonly kind: "known" }>;

/** What is told of a call, wherever it is. */
export const reachabilityAttributes: Attributes = {
  allowed: computed(
    "Whether it gets through in every case. What depends on the request is not allowed.",
    ofType(ctyBool),
  ),
  verdict: computed(
    "Without a request `allowed`, `denied` or `depends` (on the request). With one also `answered` (by a proxy itself), `no-route`, `unreachable`, `unknown`, or `mixed` when its ways end differently.",
    ofType(ctyString),
  ),
  rule: computed(
    "The rule that decides, as the access log names it: `api/web`, or `default-deny`. Null when none is asked.",
    ofType(ctyString),
  ),
  declared_at: computed(
    "The line of the rule, such as `mesh.hcl:12`; null for a default.",
    ofType(ctyString),
  ),
  ways: computed("The ways that such requests take; none when no request is given.", {
    kind: "nested",
    mode: "list",
    attributes: {
      percent: computed("How many of them take it.", ofType(ctyNumber)),
      verdict: computed("How it ends.", ofType(ctyString)),
      status: computed("What a proxy answers; null when the application does.", ofType(ctyNumber)),
      details: computed("As the access log says it.", ofType(ctyString)),
      steps: computed("From the caller's listener on, in order.", ofType(ctyList(ctyString))),
    },
  }),
  changes: computed("What would make the answer another one, in sentences.", ofType(ctyList(ctyString))),
  assumptions: computed(
    "What the answer rests on beyond the documents, in sentences.",
    ofType(ctyList(ctyString)),
  ),
};

/** The values of {@link reachabilityAttributes}. */
export function shownReachability(found: KnownReachability): Readonly<Record<string, CtyValue>> {
  const { allowed, verdict, rule, declared_at: place, ways, changes, assumptions } = found;
  return {
    allowed,
    verdict,
    rule: rule ?? null,
    declared_at: place ? `${place.filename}:${place.line}` : null,
    ways: ways.map(shownWay),
    changes,
    assumptions,
  };
}

function shownWay({ percent, verdict, status, details, steps }: ApiWay): CtyValue {
  return new Map<string, CtyValue>([
    ["percent", percent],
    ["verdict", verdict],
    ["status", status ?? null],
    ["details", details],
    ["steps", steps],
  ]);
}

function computed(description: string, shape: AttributeShape): Attribute {
  return { description, presence: "computed", shape };
}
