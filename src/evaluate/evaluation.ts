import type { JsonObject } from "../envoy/codec/json-form.ts";
import type { Resource } from "../envoy/resource.ts";
import type { Endpoint } from "./cluster/endpoint-shares.ts";
import type { Headers } from "./condition/request-view.ts";
import type { HeaderChange } from "./http/header-mutation.ts";
import type { RoutePolicy } from "./http/route-policy.ts";
import type { Passage } from "./passage.ts";

/** Who asks whom for what. */
export interface Question {
  /** The caller's proxy, by id. */
  readonly from: string;
  /** The service the caller asks for, or the address that its application sends to. */
  readonly to: { readonly destination: string } | { readonly address: string; readonly port: number };
  readonly request: MeshRequest;
}

/** A request as the caller's application sends it. */
export interface MeshRequest {
  /** Default: GET. */
  readonly method?: string;
  /** With its query. Default: `/`. */
  readonly path?: string;
  /** Default: the address of the listener it arrives at. */
  readonly host?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Payloads of genuine tokens that it carries, in the place of the tokens themselves. */
  readonly claims?: readonly JsonObject[];
}

/**
 * How a request ends: it reaches the application; a rule or an identity check denies it; a proxy answers it by
 * itself; no route wants it; what it is meant for cannot be reached; the resources do not tell.
 */
export type Verdict = "allowed" | "denied" | "answered" | "no-route" | "unreachable" | "unknown";

/** What a request meets, from the caller's listener to the destination's application. */
export interface Evaluation {
  /** `mixed` when the ways end differently. */
  readonly verdict: Verdict | "mixed";
  /** Of the caller's proxy; undefined when none listens for the request. */
  readonly listener: string | undefined;
  /** Their shares add up to 1. */
  readonly ways: readonly Way[];
  /** What the answer rests on beyond the resources, in sentences. */
  readonly assumptions: readonly string[];
  /** All that the request passed; their origins are the lines of the documents behind the answer. */
  readonly resources: readonly Resource[];
}

/** One of the ways that requests like this one take. */
export interface Way {
  /** How many of them, from 0 to 1. */
  readonly share: number;
  readonly verdict: Verdict;
  /** What a proxy answers; undefined when the application does, and for tcp. */
  readonly status: number | undefined;
  /** What a call of gRPC is told in its place, with the status 200; undefined for other requests. */
  readonly grpcStatus: number | undefined;
  /**
   * As `RESPONSE_CODE_DETAILS` or `CONNECTION_TERMINATION_DETAILS` of the access log of the proxy that ends the
   * request, but for failed handshakes, whose texts there are OpenSSL's: `caller_not_accepted`,
   * `destination_not_accepted`, `tls_mismatch`.
   */
  readonly details: string;
  /** Where a redirect points. */
  readonly location: string | undefined;
  /** At the caller's proxy. */
  readonly outbound: Passage;
  /** What the caller's proxy sends; undefined when it answers. */
  readonly sent: Sent | undefined;
  /** The instance that is picked; undefined when none is. */
  readonly endpoint: Endpoint | undefined;
  /** The destination's proxy, by id. */
  readonly proxy: string | undefined;
  /** At the destination's proxy; undefined when the request does not get there. */
  readonly inbound: Passage | undefined;
  /** What reaches the application; undefined when nothing does. */
  readonly received: Sent | undefined;
}

/** A request as it leaves a proxy. */
export interface Sent {
  readonly cluster: string;
  /** Undefined for tcp. */
  readonly path: string | undefined;
  /** Undefined for tcp. */
  readonly host: string | undefined;
  /** Beside what Envoy writes of its own accord; pseudo-headers included. */
  readonly headers: Headers;
  /** What the proxy's configuration changes in the headers, in order. */
  readonly changes: readonly HeaderChange[];
  /** Undefined for tcp. */
  readonly policy: RoutePolicy | undefined;
  /** Instances that take over when those that are used fail, in order. */
  readonly standbys: readonly Endpoint[];
}
