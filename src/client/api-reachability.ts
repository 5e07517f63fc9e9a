import { textHider } from "../diagnostics/hide-texts.ts";
import type { TextHider } from "../diagnostics/hide-texts.ts";
import type { ExplainedWay, Step } from "../evaluate/explain/explanation.ts";
import { placeText } from "../evaluate/explain/place-text.ts";
import type { Reachability, UnknownName } from "../evaluate/explain/reachability.ts";
import { hiddenValue } from "../language/sensitive.ts";
import type { ApiWay, ReachabilityOutcome } from "./api-types.ts";

/** What was found out about a call, as the API tells it: without the mesh's sensitive values, which conditions may hold. */
export function toReachabilityOutcome(
  found: Reachability | UnknownName,
  secrets: ReadonlySet<string>,
): ReachabilityOutcome {
  if (found.kind === "unknown-name") return found;
  const hide = textHider({ texts: secrets, standIn: hiddenValue }) ?? ((text) => text);
  const { isAllowed, verdict, rule, declaredAt, ways, changes, assumptions } = found;
  return {
    kind: "known",
    allowed: isAllowed,
    verdict,
    ...(rule !== undefined && { rule }),
    ...(declaredAt && { declared_at: { filename: declaredAt.file, line: declaredAt.line } }),
    ways: ways.map((way) => toApiWay(way, hide)),
    changes: changes.map(hide),
    assumptions: assumptions.map(hide),
  };
}

function toApiWay({ share, verdict, status, details, steps }: ExplainedWay, hide: TextHider): ApiWay {
  return {
    percent: Math.round(share * 10_000) / 100,
    verdict,
    ...(status !== undefined && { status }),
    details,
    steps: steps.map((step) => hide(stepText(step))),
  };
}

function stepText({ kind, name, remarks, declaredAt }: Step): string {
  const head = `${kind} ${name}${placeText(declaredAt)}`;
  return remarks.length > 0 ? `${head}: ${remarks.join("; ")}` : head;
}
