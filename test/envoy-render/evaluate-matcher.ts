import type { JsonObject } from "../../src/envoy/codec/json-form.ts";
import type { Matcher } from "../../src/envoy/gen/xds.type.matcher.v3.ts";
import { matcherRules } from "../../src/evaluate/authorization/matcher-rules.ts";
import { judge } from "../../src/evaluate/authorization/rule-list.ts";
import { RequestView, localConnection } from "../../src/evaluate/condition/request-view.ts";

/** A request as the matcher sees it. */
export interface MatcherRequest {
  /** The URI of the caller's certificate. */
  readonly caller: string;
  /** In lower case; absent where the request has none. */
  readonly headers: Readonly<Record<string, string>>;
  /** What filters found out before, by their namespaces. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** What a matcher decides, as `name ACTION`, by the evaluator; fails at what that knows nothing of. */
export function evaluateMatcher(
  matcher: Matcher,
  { caller, headers, metadata = {} }: MatcherRequest,
): string {
  const assumptions = new Set<string>();
  const view = new RequestView({
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    connection: { ...localConnection, caller },
    claims: [],
    metadata: asJson(metadata),
    assumptions,
  });
  const { rule, action } = judge(matcherRules(matcher), view);
  if (assumptions.size > 0) throw new Error([...assumptions].join("\n"));
  return `${rule} ${action.toUpperCase()}`;
}

/** As Envoy has it: what is undefined is absent. */
function asJson(metadata: Readonly<Record<string, unknown>>): JsonObject {
  return JSON.parse(JSON.stringify(metadata)) as JsonObject;
}
