import { durationMs } from "../../config/duration.ts";
import type {
  HashPolicy as HashPolicyEntry,
  LoadBalancer as LoadBalancerEntry,
} from "../../config/gen/entries.ts";
import { defaultLoadBalancer } from "../load-balancer.ts";
import type { HashPolicy, HashedPart, LoadBalancer } from "../load-balancer.ts";

/** What a resolver says of choosing instances. A hash policy that names nothing is left out; a check reports it. */
export function linkLoadBalancer(entry: LoadBalancerEntry | undefined): LoadBalancer {
  const { policy = defaultLoadBalancer.policy, ring_hash_config: ring } = entry ?? {};
  const hashPolicies = (entry?.hash_policies ?? []).flatMap(linkHashPolicy);
  switch (policy) {
    case "random":
    case "round_robin":
      return { policy };
    case "least_request":
      return { policy, choiceCount: entry?.least_request_config?.choice_count };
    case "ring_hash":
      return {
        policy,
        minimumRingSize: ring?.minimum_ring_size,
        maximumRingSize: ring?.maximum_ring_size,
        hashPolicies,
      };
    case "maglev":
      return { policy, hashPolicies };
  }
}

function linkHashPolicy(entry: HashPolicyEntry): readonly HashPolicy[] {
  const part = hashedPart(entry);
  return part ? [{ part, terminal: entry.terminal ?? false }] : [];
}

function hashedPart(entry: HashPolicyEntry): HashedPart | undefined {
  const { source_ip, field, field_value: name, cookie_config: cookie } = entry;
  if (source_ip === true) return { kind: "source_ip" };
  if (field === undefined || name === undefined || name === "") return undefined;
  if (field !== "cookie") return { kind: field, name };
  const ttlMs = cookie?.session === true || cookie?.ttl === undefined ? 0 : durationMs(cookie.ttl);
  return { kind: "cookie", name, made: cookie && { ttlMs, path: cookie.path } };
}
