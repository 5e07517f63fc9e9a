import { textHider } from "../diagnostics/hide-texts.ts";
import type { TrafficChange, TrafficChanges } from "../evaluate/traffic/traffic-changes.ts";
import { hiddenValue } from "../language/sensitive.ts";
import type { ApiTraffic, ApiTrafficChange } from "./api-types.ts";

/** Changes of traffic as the API tells them: without the sensitive values that a sample may hold. */
export function toApiTraffic(
  { changes, isComplete }: TrafficChanges,
  secrets: ReadonlySet<string>,
): ApiTraffic {
  const hide = textHider({ texts: secrets, standIn: hiddenValue }) ?? ((text: string) => text);
  return { changes: changes.map((change) => toApiChange(change, hide)), is_complete: isComplete };
}

function toApiChange(change: TrafficChange, hide: (text: string) => string): ApiTrafficChange {
  const request = change.request === undefined ? {} : { request: hide(change.request) };
  if (change.kind === "shares") {
    const { kind, destination, before, after } = change;
    return { kind, destination, ...request, before, after };
  }
  const { kind, source, destination, before, after } = change;
  return { kind, source, destination, ...request, ...(before && { before }), ...(after && { after }) };
}
