import type { HTTPFault } from "../../envoy/gen/envoy.extensions.filters.http.fault.v3.ts";
import type { FractionalPercent } from "../../envoy/gen/envoy.type.v3.ts";
import { headerCondition } from "../condition/header-condition.ts";
import type { FilterStep } from "./filter-pass.ts";
import { milliseconds, shareOf } from "./route-policy.ts";

/** Delays and aborts that are put in on purpose, for the requests whose headers match. */
export function faultStep({ delay, abort, headers = [], upstream_cluster }: HTTPFault): FilterStep {
  const conditions = headers.map(headerCondition);
  const delayMs = milliseconds(delay?.fixed_delay) ?? 0;
  const delayShare = percentage(delay?.percentage);
  const abortShare = percentage(abort?.percentage);
  // A failure in gRPC's terms is a 200 with a trailer.
  const status = abort?.http_status ?? (abort?.grpc_status === undefined ? undefined : 200);
  return (pass) => {
    if (!conditions.every((condition) => condition.holds(pass.view))) return;
    if (upstream_cluster)
      pass.view.assume(`Faults for the cluster ${upstream_cluster} alone were taken to be for this request.`);
    if (delayMs > 0 && delayShare > 0) pass.delays.push({ delayMs, share: delayShare });
    if (abort && status !== undefined && abortShare > 0)
      pass.answer(abortShare, { verdict: "answered", status, details: "fault_filter_abort" });
  };
}

function percentage(percent: FractionalPercent | undefined): number {
  return percent ? shareOf(percent) : 0;
}
