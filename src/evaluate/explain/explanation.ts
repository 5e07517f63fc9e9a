import type { FailedCondition } from "../condition/condition.ts";
import type { EnforcedRuling } from "../authorization/ruling.ts";
import type { Evaluation, Sent, Way } from "../evaluation.ts";
import type { DecisionRanges } from "../decision-ranges.ts";
import type { Passage } from "../passage.ts";
import { placeOf } from "./place-text.ts";
import type { Place } from "./place-text.ts";

/** What a request meets, in the words and places of the documents. `mesh explain --json` prints it. */
export interface Explanation {
  readonly verdict: Evaluation["verdict"];
  /** Those with the largest share first. */
  readonly ways: readonly ExplainedWay[];
  /** What the answer rests on beyond the configuration, in sentences. */
  readonly assumptions: readonly string[];
}

/** Requests that meet the same. */
export interface ExplainedWay {
  /** From 0 to 1. */
  readonly share: number;
  readonly verdict: Way["verdict"];
  /** What a proxy answers; undefined when the application does, and for tcp. */
  readonly status: number | undefined;
  /** As the access log of the proxy that ends the request shows it. */
  readonly details: string;
  /** From the caller's listener on, in order. */
  readonly steps: readonly Step[];
  /** The rules that are about this request and did not decide. */
  readonly otherRules: readonly ExplainedRule[];
}

export interface Step {
  readonly kind: "listener" | "route" | "cluster" | "rule" | "audit" | "end";
  readonly name: string;
  readonly remarks: readonly string[];
  readonly declaredAt: Place | undefined;
}

export interface ExplainedRule {
  readonly rule: string;
  readonly action: "allow" | "deny";
  readonly declaredAt: Place | undefined;
  /** Shadowed: it matches too, but an earlier one has decided. */
  readonly standing: "shadowed" | "no-match";
  /** What would have to be otherwise for it to match; empty when it is shadowed. */
  readonly unless: readonly FailedCondition[];
}

/** An evaluation with its places. Ways that differ in nothing but the instance are one. */
export function explain(
  { verdict, listener, ways, assumptions }: Evaluation,
  rangeOf: DecisionRanges,
): Explanation {
  const groups = new Map<string, Way[]>();
  for (const way of ways) {
    const key = likeness(way);
    const group = groups.get(key);
    if (group) group.push(way);
    else groups.set(key, [way]);
  }
  const explained = [...groups.values()].flatMap((group) => explainGroup(group, listener, rangeOf));
  return { verdict, ways: explained.sort((a, b) => b.share - a.share), assumptions };
}

function likeness({ verdict, details, outbound, sent, inbound }: Way): string {
  const rules = [...outbound.rulings, ...(inbound?.rulings ?? [])].map(({ rule }) => rule);
  return JSON.stringify([verdict, details, outbound.route, inbound?.route, sent?.cluster, rules]);
}

function explainGroup(
  group: readonly Way[],
  listener: string | undefined,
  rangeOf: DecisionRanges,
): readonly ExplainedWay[] {
  const [way] = group;
  if (!way) return [];
  const deciding = [...way.outbound.rulings, ...(way.inbound?.rulings ?? [])];
  return [
    {
      share: group.reduce((sum, { share }) => sum + share, 0),
      verdict: way.verdict,
      status: way.status,
      details: way.details,
      steps: [
        ...(listener === undefined ? [] : [listenerStep(listener)]),
        ...routeSteps(way, rangeOf),
        ...clusterSteps(way, group),
        ...rulingSteps(way.outbound, rangeOf),
        ...(way.inbound ? rulingSteps(way.inbound, rangeOf) : []),
        endStep(way),
      ],
      otherRules: deciding.flatMap((ruling) => otherRules(ruling, rangeOf)),
    },
  ];
}

function declaredAt(rangeOf: DecisionRanges, name: string): Place | undefined {
  const range = rangeOf(name);
  return range && placeOf(range);
}

function listenerStep(name: string): Step {
  return { kind: "listener", name, remarks: [], declaredAt: undefined };
}

function routeSteps({ outbound, sent }: Way, rangeOf: DecisionRanges): readonly Step[] {
  if (outbound.route === undefined) return [];
  const passed = outbound.otherRoutes.flatMap((other) =>
    other.kind === "no-match" ? [`not ${other.name}: ${other.failed.map(failedText).join("; ")}`] : [],
  );
  const remarks = [...passed, ...passageRemarks(outbound), ...(sent ? sentRemarks(sent, outbound) : [])];
  return [{ kind: "route", name: outbound.route, remarks, declaredAt: declaredAt(rangeOf, outbound.route) }];
}

function passageRemarks({ delays, limits }: Passage): readonly string[] {
  return [
    ...delays.map(({ delayMs, share }) => `waits ${delayMs} ms in ${percentText(share)} of cases`),
    ...limits.map(
      ({ tokensPerFill, fillIntervalMs, status }) =>
        `is answered ${status} beyond ${tokensPerFill} requests in ${fillIntervalMs} ms`,
    ),
  ];
}

function sentRemarks({ path, changes, policy }: Sent, outbound: Passage): readonly string[] {
  return [
    ...(path !== undefined && path !== outbound.path ? [`the path becomes ${path}`] : []),
    ...changes.map((change) =>
      change.kind === "removed" ? `removes ${change.name}` : `${change.kind} ${change.name}: ${change.value}`,
    ),
    ...(policy ? timeoutRemarks(policy) : []),
    ...(policy?.retry
      ? [`is tried again up to ${policy.retry.attempts} times on ${retryText(policy.retry)}`]
      : []),
    ...(policy?.hashedBy ?? []).map((input) => `the instance is picked by ${input}`),
    ...(policy?.mirrors ?? []).map(
      ({ cluster, share }) => `${percentText(share)} of the requests are copied to ${cluster}`,
    ),
  ];
}

function timeoutRemarks({ timeoutMs, heedsGrpcTimeout }: NonNullable<Sent["policy"]>): readonly string[] {
  if (timeoutMs === undefined) return heedsGrpcTimeout ? ["times out when its own grpc-timeout says so"] : [];
  const orSooner = heedsGrpcTimeout ? ", or sooner if its own grpc-timeout says so" : "";
  return [`times out after ${timeoutMs} ms${orSooner}`];
}

function retryText({ on, statusCodes }: NonNullable<NonNullable<Sent["policy"]>["retry"]>): string {
  return [...on, ...statusCodes].join(", ");
}

function clusterSteps({ sent }: Way, group: readonly Way[]): readonly Step[] {
  if (!sent) return [];
  const endpoints = group.flatMap(({ endpoint }) => endpoint ?? []);
  const shown = [...new Set(endpoints.map(({ address, port }) => `${address}:${port}`))];
  const standbys = sent.standbys.map(({ address, port }) => `${address}:${port}`);
  const remarks = [
    ...(shown.length > 0 ? [`instances: ${listText(shown)}`] : []),
    ...(standbys.length > 0 ? [`on failure: ${listText(standbys)}`] : []),
  ];
  return [{ kind: "cluster", name: sent.cluster, remarks, declaredAt: undefined }];
}

function rulingSteps({ rulings }: Passage, rangeOf: DecisionRanges): readonly Step[] {
  return rulings.map(({ rule, action, isEnforced }) => ({
    kind: isEnforced ? "rule" : "audit",
    name: rule,
    remarks: [isEnforced ? `${verdictOf[action]} it` : `would ${action} it, but is under audit`],
    declaredAt: declaredAt(rangeOf, rule),
  }));
}

const verdictOf = { allow: "allows", deny: "denies" } as const;

function endStep({ verdict, status, details, proxy, received, location }: Way): Step {
  const remarks = [
    ...(status === undefined ? [] : [`status ${status}`]),
    `access log: ${details}`,
    ...(location === undefined ? [] : [`points to ${location}`]),
    ...(received?.path === undefined ? [] : [`the application sees ${received.path}`]),
  ];
  return {
    kind: "end",
    name: `${verdict}${proxy === undefined ? "" : ` at ${proxy}`}`,
    remarks,
    declaredAt: undefined,
  };
}

function otherRules({ others }: EnforcedRuling, rangeOf: DecisionRanges): readonly ExplainedRule[] {
  return others.map((other) => ({
    rule: other.rule,
    action: other.action,
    declaredAt: declaredAt(rangeOf, other.rule),
    standing: other.kind,
    unless: other.kind === "no-match" ? other.failed : [],
  }));
}

/** A condition that failed, such as `path starts with "/v1/", not "/v2/"`. */
export function failedText({ input, expected, actual }: FailedCondition): string {
  return `${input} ${expected}${actual === undefined ? "" : `, not "${actual}"`}`;
}

/** A share from 0 to 1 in percent, to a hundredth. */
export function percentText(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}

const maxListed = 5;

function listText(items: readonly string[]): string {
  const rest = items.length - maxListed;
  return items.slice(0, maxListed).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
