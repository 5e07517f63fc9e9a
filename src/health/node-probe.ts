import { isNativeError } from "node:util/types";
import type { CheckTarget, ProbeResult } from "./check-definition.ts";
import { describeHttp, probeHttp } from "./http-probe.ts";
import { limitOutput } from "./probe.ts";
import type { Probe } from "./probe.ts";
import { describeTcp, probeTcp } from "./tcp-probe.ts";

/** Looks at targets over the real network. */
export const nodeProbe: Probe = {
  async run(target, signal) {
    try {
      return await probe(target, signal);
    } catch (error) {
      // An aborted connection reports only that it was; the reason says why.
      const reason = messageOf(signal.aborted ? signal.reason : error);
      return { status: "critical", output: limitOutput(`${describe(target)}: ${reason}`) };
    }
  },
};

function probe(target: CheckTarget, signal: AbortSignal): Promise<ProbeResult> {
  switch (target.type) {
    case "http":
      return probeHttp(target.http, signal);
    case "tcp":
      return probeTcp(target.tcp, signal);
  }
}

function describe(target: CheckTarget): string {
  switch (target.type) {
    case "http":
      return describeHttp(target.http);
    case "tcp":
      return describeTcp(target.tcp);
  }
}

function messageOf(error: unknown): string {
  // A name with several addresses fails with one error for each, and no message of its own.
  if (!isNativeError(error)) return "failed";
  if ("errors" in error && Array.isArray(error.errors)) return error.errors.map(messageOf).join("; ");
  return error.message;
}
