import { typeUrls, type TypeUrl } from "../envoy/resource.ts";

export interface SendPhase {
  readonly typeUrl: TypeUrl;
  readonly kind: "update" | "emptied" | "removal";
}

/**
 * Make before break, the one place that decides it: within a step, responses are sent in this order, and Envoy
 * handles a stream in order. What a phase waits for beyond that is said in `standing.ts`, resource by resource.
 */
export const sendOrder: readonly SendPhase[] = [
  // Clusters and listeners become usable only once their certificates are there.
  { typeUrl: typeUrls.secret, kind: "update" },
  // Requests may be sent to a cluster only when it exists.
  { typeUrl: typeUrls.cluster, kind: "update" },
  // Never held back: Envoy acknowledges a changed cluster only after it has received the cluster's endpoints again.
  { typeUrl: typeUrls.endpoint, kind: "update" },
  // After the clusters they send to; before routes, which a client asks for when it has the listener.
  { typeUrl: typeUrls.listener, kind: "update" },
  // A route moves traffic, so all it points at is acknowledged before.
  { typeUrl: typeUrls.route, kind: "update" },
  // The last endpoint of a cluster goes when traffic has moved away.
  { typeUrl: typeUrls.endpoint, kind: "emptied" },
  // From here on down, what traffic reaches first goes first, so that nothing ever points at a hole.
  { typeUrl: typeUrls.listener, kind: "removal" },
  { typeUrl: typeUrls.cluster, kind: "removal" },
  // A client gives these up by itself when their parents go; those it did not are removed for it.
  { typeUrl: typeUrls.route, kind: "removal" },
  { typeUrl: typeUrls.endpoint, kind: "removal" },
  { typeUrl: typeUrls.secret, kind: "removal" },
];
