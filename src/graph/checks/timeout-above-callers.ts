import { warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import type { CheckInput, GraphCheck } from "./graph-check.ts";
import { callTimeouts, writtenTimeout } from "./places/call-timeouts.ts";
import type { CallTimeout } from "./places/call-timeouts.ts";

export const timeoutAboveCallersPages: readonly ErrorPage[] = [
  {
    code: graphCodes.timeoutAboveCallers,
    title: "A timeout longer than that of the callers",
    meaning:
      "A service that is itself called waits for others while its own callers wait for it. Waiting longer than they do is in vain: they have given up, and the answer goes nowhere, while the work for it goes on. Without a `request_timeout` requests have 15 seconds. This is a warning.",
    wrong: `service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}

service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.2"
  upstream "db" { local_bind_port = 9002 }
}

service "db" {
  port     = 9091
  protocol = "http"
}

resolver "api" { request_timeout = "3s" }
resolver "db" { request_timeout = "5s" }`,
    right: `service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}

service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.2"
  upstream "db" { local_bind_port = 9002 }
}

service "db" {
  port     = 9091
  protocol = "http"
}

resolver "api" { request_timeout = "5s" }
resolver "db" { request_timeout = "3s" }`,
    wayOut: "Shorten the inner timeout, or lengthen the one of the callers.",
  },
];

/** Whoever is waited for must not itself wait longer: along a chain of calls timeouts become shorter. */
export const timeoutAboveCallers: GraphCheck = (input) => {
  const { graph } = input;
  const timeouts = new Map(
    [...graph.chains].map(([name, chain]) => [name, callTimeouts(chain, input.index)] as const),
  );
  // Only a timeout that somebody has written can be too long: most meshes write none.
  const isWritten = [...timeouts.values()].flat().some(({ findRange }) => findRange !== undefined);
  if (!isWritten) return [];
  const called = new Set(
    [...graph.services.values()].flatMap(({ upstreams }) => upstreams.map(({ destination }) => destination)),
  );
  const told = new Set<SourceRange>();
  return [...called].flatMap((name) => {
    const patience = longest(timeouts.get(name) ?? []);
    if (!patience || patience.ms === Infinity) return [];
    return distinctUpstreams(name, input).flatMap((destination) =>
      (timeouts.get(destination) ?? []).flatMap((timeout): readonly Diagnostic[] => {
        if (timeout.findRange === undefined || timeout.ms <= patience.ms) return [];
        const range = timeout.findRange();
        if (told.has(range)) return [];
        told.add(range);
        return [report(timeout, range, { name, destination, patience })];
      }),
    );
  });
};

function longest(timeouts: readonly CallTimeout[]): CallTimeout | undefined {
  return timeouts.reduce<CallTimeout | undefined>(
    (most, timeout) => (most && most.ms >= timeout.ms ? most : timeout),
    undefined,
  );
}

function distinctUpstreams(name: string, { graph }: CheckInput): readonly string[] {
  const upstreams = graph.services.get(name)?.upstreams ?? [];
  return [...new Set(upstreams.map(({ destination }) => destination))].filter((other) => other !== name);
}

interface Calls {
  readonly name: string;
  readonly destination: string;
  readonly patience: CallTimeout;
}

function report(
  { ms }: CallTimeout,
  subject: SourceRange,
  { name, destination, patience }: Calls,
): Diagnostic {
  const range = patience.findRange?.();
  const unsaid = range ? "" : ", as nothing else is said";
  return warning({
    code: graphCodes.timeoutAboveCallers,
    summary: "This timeout is longer than that of the callers",
    detail: `"${name}" waits ${writtenTimeout(ms)} for "${destination}", but its own callers wait ${writtenTimeout(patience.ms)} for it${unsaid}. Shorten this one, or lengthen the other.`,
    subject,
    related: range ? [{ message: `So long "${name}" itself is waited for.`, range }] : [],
  });
}
