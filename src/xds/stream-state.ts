import { typeUrls, type ProxySnapshot, type Resource, type TypeUrl } from "../envoy/resource.ts";

/**
 * All that is known of one delta stream. Names, versions and nonces only: contents stay in the snapshot, which all
 * streams share.
 */
export interface StreamState {
  readonly snapshot: ProxySnapshot | undefined;
  readonly types: TypeStates;
  /** Types that no snapshot carries and the client asked for. */
  readonly unknownTypes: ReadonlySet<string>;
  readonly lastNonce: number;
  /** The last verdict told, so that each is told once. */
  readonly reported: string;
}

export type TypeStates = Readonly<Record<TypeUrl, TypeState>>;

/** One resource type on one stream. */
export interface TypeState {
  /** The client has sent a request for this type. */
  readonly asked: boolean;
  readonly wildcard: boolean;
  /** Subscribed by name, whether such a resource exists or not. */
  readonly names: ReadonlySet<string>;
  /** What the client has: acknowledged, or kept from an earlier stream. */
  readonly held: ReadonlyMap<string, Held>;
  /** Subscribed names of which the client knows that there is no such resource. */
  readonly absent: ReadonlySet<string>;
  /** Refused content, by name; not sent again until the resource's version changes or a new attempt is made. */
  readonly rejected: ReadonlyMap<string, Rejected>;
  /** To be sent even if the client holds this very version. */
  readonly resend: ReadonlySet<string>;
  /** What separates the client from the snapshot; empty when there is nothing left to do. */
  readonly needs: ReadonlyMap<string, Need>;
  /** The one response that awaits its answer. */
  readonly inFlight?: InFlight;
  /**
   * The most resources a response may carry. Unlimited, until a refusal names none of several resources: then halves
   * are tried, so that the bad one is found and its neighbours get through.
   */
  readonly batchLimit: number;
}

export interface Held {
  /** Empty when unknown: after a refusal, a client may or may not have applied the rest of the response. */
  readonly version: string;
  /** For endpoints: the client knows no endpoint of this cluster. */
  readonly empty?: boolean;
  /** For listeners: where it listens, in comparable form. */
  readonly address?: string;
}

export interface Rejected {
  readonly version: string;
  readonly message: string;
}

/**
 * - `update`: the resource is to be delivered, or its acknowledgement is awaited.
 * - `removal`: the client holds a resource that the snapshot no longer has.
 * - `absence`: the client waits for a resource that does not exist, and is to be told so.
 */
export type Need = "update" | "removal" | "absence";

export interface InFlight {
  readonly nonce: string;
  readonly sent: ReadonlyMap<string, Held>;
  readonly removed: readonly string[];
}

export const noResources: ReadonlyMap<string, Resource> = new Map();

/** A stream on which nothing has been said. */
export function openStream(): StreamState {
  return {
    snapshot: undefined,
    types: {
      [typeUrls.cluster]: silentType,
      [typeUrls.endpoint]: silentType,
      [typeUrls.listener]: silentType,
      [typeUrls.route]: silentType,
      [typeUrls.secret]: silentType,
    },
    unknownTypes: new Set(),
    lastNonce: 0,
    reported: "",
  };
}

const silentType: TypeState = {
  asked: false,
  wildcard: false,
  names: new Set(),
  held: new Map(),
  absent: new Set(),
  rejected: new Map(),
  resend: new Set(),
  needs: new Map(),
  batchLimit: Number.POSITIVE_INFINITY,
};

export function withType(state: StreamState, typeUrl: TypeUrl, type: TypeState): StreamState {
  return state.types[typeUrl] === type ? state : { ...state, types: { ...state.types, [typeUrl]: type } };
}

export function resourcesOf(state: StreamState, typeUrl: TypeUrl): ReadonlyMap<string, Resource> {
  return state.snapshot?.resources.get(typeUrl) ?? noResources;
}

export function isSubscribed(type: TypeState, name: string): boolean {
  return type.wildcard || type.names.has(name);
}

/** Clusters and listeners can be asked for as a whole; the other types only by the names found in them. */
export function allowsWildcard(typeUrl: TypeUrl): boolean {
  return typeUrl === typeUrls.cluster || typeUrl === typeUrls.listener;
}

export function isKnownType(typeUrl: string): typeUrl is TypeUrl {
  return knownTypes.has(typeUrl);
}

const knownTypes: ReadonlySet<string> = new Set(Object.values(typeUrls));
