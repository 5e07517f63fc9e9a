/** How an instance of a target is chosen for a request. Undefined numbers: Envoy's defaults. */
export type LoadBalancer =
  | { readonly policy: "random" }
  | { readonly policy: "round_robin" }
  | { readonly policy: "least_request"; readonly choiceCount: number | undefined }
  | {
      readonly policy: "ring_hash";
      readonly minimumRingSize: number | undefined;
      readonly maximumRingSize: number | undefined;
      readonly hashPolicies: readonly HashPolicy[];
    }
  | { readonly policy: "maglev"; readonly hashPolicies: readonly HashPolicy[] };

/** A part of a request by which equal requests are told. */
export interface HashPolicy {
  readonly part: HashedPart;
  /** Whether the policies behind it are left out when the request has this part. */
  readonly terminal: boolean;
}

export type HashedPart =
  | { readonly kind: "source_ip" }
  | { readonly kind: "header"; readonly name: string }
  | { readonly kind: "query_parameter"; readonly name: string }
  | { readonly kind: "cookie"; readonly name: string; readonly made: MadeCookie | undefined };

/** The cookie for a request that has none. */
export interface MadeCookie {
  /** 0 for as long as the client's session. */
  readonly ttlMs: number;
  /** Undefined for the path of the request. */
  readonly path: string | undefined;
}

/** The least busy of two drawn at random. */
export const defaultLoadBalancer: LoadBalancer = { policy: "least_request", choiceCount: undefined };

/** The parts of a request that decide; none for policies that look at no request. */
export function hashPoliciesOf(balancer: LoadBalancer): readonly HashPolicy[] {
  return balancer.policy === "ring_hash" || balancer.policy === "maglev" ? balancer.hashPolicies : [];
}
