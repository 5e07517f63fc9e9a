import type { EnforcedRuling } from "./authorization/ruling.ts";
import type { RequestView } from "./condition/request-view.ts";
import type { Delay, RateLimit } from "./http/filter-pass.ts";
import type { HeaderChange } from "./http/header-mutation.ts";
import type { RoutePolicy } from "./http/route-policy.ts";
import type { OtherRoute } from "./http/route-table.ts";

/** A filter chain, ready to be walked through: where each share of the requests like this one ends. */
export type Walk = (view: RequestView) => readonly PassageEnd[];

/** What a request met in one filter chain of one proxy. */
export interface Passage {
  readonly protocol: "http" | "tcp";
  /** The path that routes and rules saw, with its query; undefined for tcp. */
  readonly path: string | undefined;
  /** Undefined for tcp, and when none has the request's host. */
  readonly virtualHost: string | undefined;
  /** Undefined for tcp, and when none matched; empty for a route without a name. */
  readonly route: string | undefined;
  readonly otherRoutes: readonly OtherRoute[];
  /** In the order in which they were made. */
  readonly rulings: readonly EnforcedRuling[];
  readonly delays: readonly Delay[];
  readonly limits: readonly RateLimit[];
}

export type PassageEnd = Answer | Forward;

/** The proxy answers in the application's place, or closes the connection. */
export interface Answer {
  readonly kind: "answer";
  /** From 0 to 1. */
  readonly share: number;
  readonly passage: Passage;
  readonly verdict: "denied" | "answered" | "no-route";
  /** Undefined for tcp. */
  readonly status: number | undefined;
  /** As `RESPONSE_CODE_DETAILS` or `CONNECTION_TERMINATION_DETAILS` of Envoy's access log. */
  readonly details: string;
  /** Where a redirect points. */
  readonly location: string | undefined;
}

/** The request goes on to a cluster. */
export interface Forward {
  readonly kind: "forward";
  /** From 0 to 1. */
  readonly share: number;
  readonly passage: Passage;
  readonly cluster: string;
  /** Undefined for tcp. */
  readonly policy: RoutePolicy | undefined;
  /** The status when the cluster does not exist; undefined for tcp. */
  readonly notFoundStatus: number | undefined;
  readonly changes: readonly HeaderChange[];
  /** As it leaves the proxy. */
  readonly view: RequestView;
}

/** A passage in which nothing was met yet. */
export const emptyPassage: Passage = {
  protocol: "tcp",
  path: undefined,
  virtualHost: undefined,
  route: undefined,
  otherRoutes: [],
  rulings: [],
  delays: [],
  limits: [],
};
