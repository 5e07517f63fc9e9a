import { durationMs } from "../../config/duration.ts";
import type { FaultInjection as FaultInjectionEntry } from "../../config/gen/entries.ts";
import type { FaultInjection, FaultStatus } from "../fault-injection.ts";

/** A part without what it needs is left out; a check reports it. */
export function linkFaultInjection({ delay, abort }: FaultInjectionEntry): FaultInjection {
  const status = abort && faultStatus(abort);
  return {
    delay:
      delay?.duration === undefined
        ? undefined
        : { durationMs: durationMs(delay.duration), percent: delay.percent ?? 100 },
    abort: status && { status, percent: abort.percent ?? 100 },
  };
}

function faultStatus({
  http_status: http,
  grpc_status: grpc,
}: NonNullable<FaultInjectionEntry["abort"]>): FaultStatus | undefined {
  if (http !== undefined) return { kind: "http", code: http };
  return grpc === undefined ? undefined : { kind: "grpc", code: grpc };
}
