import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { callTimeouts, writtenTimeout } from "./places/call-timeouts.ts";

export const timeoutBelowConnectPages: readonly ErrorPage[] = [
  {
    code: graphCodes.timeoutBelowConnect,
    title: "A request with less time than its connection",
    meaning:
      "The time of a request includes that of the connection it goes over. With a `connect_timeout` that is longer than the `request_timeout` the latter always ends first, and a host that does not answer is reported as a slow one. This is a warning.",
    wrong: `resolver "api" {
  connect_timeout = "10s"
  request_timeout = "3s"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `resolver "api" {
  connect_timeout = "1s"
  request_timeout = "3s"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Shorten the `connect_timeout`, or lengthen the `request_timeout`.",
  },
];

/** A connection is given less time than the request that waits for it. */
export const timeoutBelowConnect: GraphCheck = ({ graph, index }) => {
  const told = new Set<SourceRange>();
  return [...graph.chains.values()].flatMap((chain) =>
    callTimeouts(chain, index).flatMap(({ ms, findRange, target }) => {
      const resolver = index.resolvers.get(target.service);
      if (findRange === undefined || resolver?.value.connect_timeout === undefined) return [];
      if (ms >= target.connectTimeoutMs) return [];
      const range = findRange();
      if (told.has(range)) return [];
      told.add(range);
      return warning({
        code: graphCodes.timeoutBelowConnect,
        summary: "This timeout is shorter than that of the connection",
        detail: `A request to "${target.service}" may take ${writtenTimeout(ms)}, and a connection to it ${writtenTimeout(target.connectTimeoutMs)}. Shorten the connect_timeout, or lengthen this one.`,
        subject: range,
        related: [{ message: "The connection's is here.", range: resolver.rangeAt("connect_timeout") }],
      });
    }),
  );
};
