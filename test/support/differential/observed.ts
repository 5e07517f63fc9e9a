import type { Evaluation, Way } from "../../../src/evaluate/evaluation.ts";
import type { Echo } from "./echo-servers.ts";
import { headerNames } from "./random-request.ts";

/** What real proxies did with a request. */
export interface Observed {
  readonly status: number;
  readonly location: string | undefined;
  /** What the application saw, if it answered. */
  readonly echo: Echo | undefined;
  /** The access log of the caller's proxy; undefined for tcp. */
  readonly outbound: LogLine | undefined;
  /** That of the destination's proxy; undefined when it has logged nothing. */
  readonly inbound: LogLine | undefined;
}

export interface LogLine {
  readonly listener: string;
  readonly probe: string;
  readonly status: number;
  readonly details: string | null;
  readonly route: string | null;
  readonly cluster: string | null;
  readonly upstream: string | null;
  readonly caller: string | null;
}

/** What can be compared, as one plain value each; what cannot be told of one of them is undefined in both. */
type Story = Readonly<Record<string, unknown>>;

/** The way that the request has taken; undefined when it has taken none of those that were said to be possible. */
export function wayTaken({ ways }: Evaluation, observed: Observed, prefix: string): Way | undefined {
  return ways.find(
    (way) => JSON.stringify(expectedOf(way)) === JSON.stringify(storyOf(observed, way, prefix)),
  );
}

/** For reports about what does not agree. */
export function stories({ ways }: Evaluation, observed: Observed, prefix: string): readonly unknown[] {
  return ways.map((way) => ({ expected: expectedOf(way), observed: storyOf(observed, way, prefix) }));
}

function expectedOf(way: Way): Story {
  const { outbound, inbound, received, sent } = way;
  const isHttp = outbound.protocol === "http";
  return {
    // A call of gRPC is told its status otherwise.
    status: way.grpcStatus === undefined ? (way.status ?? (received ? 200 : 0)) : 200,
    location: way.location,
    outboundRoute: isHttp ? outbound.route : undefined,
    outboundDetails: isHttp ? (inbound ? "via_upstream" : loggedDetails(way)) : undefined,
    cluster: isHttp ? (sent && way.details !== "cluster_not_found" ? sent.cluster : undefined) : undefined,
    endpoint: isHttp && inbound ? way.endpoint?.port : undefined,
    inboundRoute: inbound?.protocol === "http" ? inbound.route : undefined,
    inboundDetails: inbound?.protocol === "http" ? loggedDetails(way) : undefined,
    path: received ? (received.path ?? "as sent") : undefined,
    host: received?.path === undefined ? undefined : received.host,
    headers:
      received?.path === undefined ? undefined : headersOf((name) => received.headers.get(name)?.join(", ")),
  };
}

/** What the codec refuses is logged before the header is read that tells which request it was. */
function loggedDetails({ details }: Way): string | undefined {
  return details.startsWith("http1.") ? undefined : details;
}

function storyOf({ status, location, echo, outbound, inbound }: Observed, way: Way, prefix: string): Story {
  const isPlain = way.received?.path === undefined;
  return {
    status,
    location,
    outboundRoute: outbound?.route ?? undefined,
    outboundDetails: outbound && detailsOf(outbound, way),
    cluster:
      outbound && way.sent && way.details !== "cluster_not_found"
        ? outbound.cluster?.slice(prefix.length)
        : undefined,
    endpoint: outbound && way.inbound ? Number(outbound.upstream?.split(":").at(-1)) : undefined,
    inboundRoute: inbound?.route ?? undefined,
    inboundDetails: inbound?.details ?? undefined,
    path: echo && (isPlain ? "as sent" : echo.path),
    host: echo && !isPlain ? (echo.headers[":authority"] ?? echo.headers["host"]) : undefined,
    headers: echo && !isPlain ? headersOf((name) => echo.headers[name]) : undefined,
  };
}

/** A handshake's failure is told in OpenSSL's words there. */
function detailsOf({ details }: LogLine, way: Way): string | null {
  const isHandshake = way.details.endsWith("_accepted") || way.details === "tls_mismatch";
  return isHandshake && details?.startsWith("upstream_reset_before_response_started") ? way.details : details;
}

const tokenHeaders = ["authorization", "x-token", "x-payload-0", "x-payload-1", "x_under"] as const;

function headersOf(value: (name: string) => string | undefined): readonly (string | null)[] {
  return [...headerNames, "x-new", "x-share", "x-envoy-original-path", ...tokenHeaders].map(
    (name) => value(name) ?? null,
  );
}
