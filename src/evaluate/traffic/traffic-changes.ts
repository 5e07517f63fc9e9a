import { isHttpLike } from "../../graph/mesh-graph.ts";
import type { Evaluation } from "../evaluation.ts";
import type { EvaluatedMesh } from "../explain/mesh-evaluator.ts";
import { affectedCalls } from "./affected-calls.ts";
import type { Call } from "./affected-calls.ts";
import { outcomeOf, sideOf } from "./call-outcome.ts";
import type { Outcome, Side, TrafficShare } from "./call-outcome.ts";
import { sampleRequests } from "./sample-requests.ts";
import type { SampleRequest } from "./sample-requests.ts";

/** What is different for those who call. */
export type TrafficChange =
  /** How requests end. */
  | {
      readonly kind: "verdict";
      readonly source: string;
      readonly destination: string;
      /** Undefined: every request. */
      readonly request: string | undefined;
      /** Undefined where the source has no such upstream. */
      readonly before: Evaluation["verdict"] | undefined;
      readonly after: Evaluation["verdict"] | undefined;
    }
  /** Which instances get them, whoever asks. */
  | {
      readonly kind: "shares";
      readonly destination: string;
      readonly request: string | undefined;
      readonly before: readonly TrafficShare[];
      readonly after: readonly TrafficShare[];
    };

export interface TrafficChanges {
  /** Sorted by caller and destination. */
  readonly changes: readonly TrafficChange[];
  /** False when there are more calls between services whose proxies change than are followed. */
  readonly isComplete: boolean;
}

/** More calls than these in one change are a rebuilt mesh, of which nobody reads the traffic line by line. */
const maxCalls = 250;

/**
 * What is different for requests from one mesh to the next, as far as samples tell: of every call that is declared and
 * whose proxies are told something else, as if every instance were well.
 */
export function trafficChanges(before: EvaluatedMesh, after: EvaluatedMesh): TrafficChanges {
  const calls = affectedCalls(before, after);
  const sides = { before: sideOf(before), after: sideOf(after) };
  const found = calls.slice(0, maxCalls).flatMap((call) => changesOfCall(call, sides));
  const distinct = new Map(found.map((change) => [JSON.stringify(change), change]));
  return { changes: [...distinct.values()], isComplete: calls.length <= maxCalls };
}

function changesOfCall(
  call: Call,
  { before, after }: { readonly before: Side; readonly after: Side },
): readonly TrafficChange[] {
  const isHttp = [before, after].some(({ graph }) =>
    isHttpLike(graph.chains.get(call.destination)?.protocol ?? "tcp"),
  );
  const samples = sampleRequests([before.graph, after.graph], call);
  const compared = (isHttp ? samples : samples.slice(0, 1)).map((sample) => ({
    sample,
    before: outcomeOf(before, call, sample),
    after: outcomeOf(after, call, sample),
  }));
  return [...verdictChanges(call, compared), ...shareChanges(call, compared)];
}

interface Compared {
  readonly sample: SampleRequest;
  readonly before: Outcome | undefined;
  readonly after: Outcome | undefined;
}

function verdictChanges(
  { source, destination }: Call,
  compared: readonly Compared[],
): readonly TrafficChange[] {
  if (compared.every(({ after }) => !after)) {
    const before = new Set(compared.flatMap((one) => one.before?.verdict ?? []));
    const [verdict] = before.size > 1 ? ["mixed" as const] : before;
    // How its requests ended is no matter one by one any more.
    return verdict
      ? [{ kind: "verdict", source, destination, request: undefined, before: verdict, after: undefined }]
      : [];
  }
  return asFewAsPossible(
    compared,
    ({ before, after }) => JSON.stringify([before?.verdict, after?.verdict]),
    ({ before, after }, request): TrafficChange | undefined =>
      before?.verdict === after?.verdict
        ? undefined
        : {
            kind: "verdict",
            source,
            destination,
            request,
            before: before?.verdict,
            after: after?.verdict,
          },
  );
}

function shareChanges({ destination }: Call, compared: readonly Compared[]): readonly TrafficChange[] {
  return asFewAsPossible(
    compared,
    ({ before, after }) => JSON.stringify([before?.shares, after?.shares]),
    ({ before, after }, request): TrafficChange | undefined => {
      // What nobody could call before is new as a whole.
      if (!before || !after || before.shares.length === 0 || after.shares.length === 0) return undefined;
      const isSame = JSON.stringify(before.shares) === JSON.stringify(after.shares);
      return isSame
        ? undefined
        : { kind: "shares", destination, request, before: before.shares, after: after.shares };
    },
  );
}

/** One change where all samples agree, otherwise one for each sample that has one. */
function asFewAsPossible(
  compared: readonly Compared[],
  likeness: (one: Compared) => string,
  change: (one: Compared, request: string | undefined) => TrafficChange | undefined,
): readonly TrafficChange[] {
  const [first] = compared;
  if (!first) return [];
  const isOne = compared.every((one) => likeness(one) === likeness(first));
  if (isOne) return [change(first, undefined)].flatMap((found) => found ?? []);
  return compared.flatMap((one) => change(one, one.sample.text) ?? []);
}
