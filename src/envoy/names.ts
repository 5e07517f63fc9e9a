import type { Target } from "../graph/target.ts";
import type { Instance, MeshSettings } from "../graph/mesh-graph.ts";

/**
 * Every name that Envoy, its metrics and its logs show. Dashboards and alerts are built on them: a rename is a
 * breaking change.
 */

/** The identity of a service's workloads. */
export function spiffeId({ trustDomain, datacenter }: MeshSettings, service: string): string {
  return `spiffe://${trustDomain}/ns/default/dc/${datacenter}/svc/${service}`;
}

/** How the identity of every workload of the mesh begins. */
export function trustDomainPrefix({ trustDomain }: MeshSettings): string {
  return `spiffe://${trustDomain}/`;
}

/** An identity that no certificate carries, since every service has a name: who alone is admitted where nobody is. */
export function nobodySpiffeId(settings: MeshSettings): string {
  return spiffeId(settings, "");
}

/** The cluster, ClusterLoadAssignment and SNI of a set of instances, as Consul names them. */
export function targetClusterName(
  { trustDomain, datacenter }: MeshSettings,
  { service, subset }: Pick<Target, "service" | "subset">,
): string {
  const prefix = subset === undefined ? "" : `${subset}.`;
  return `${prefix}${service}.default.${datacenter}.internal.${trustDomain}`;
}

/** The cluster that tries a target and then its failover targets. */
export function failoverClusterName(targetName: string): string {
  return `failover~${targetName}`;
}

/** The proxy beside an instance. */
export function proxyId(instance: Pick<Instance, "id">): string {
  return `${instance.id}-sidecar-proxy`;
}

/** The application beside the sidecar. */
export const localApplicationCluster = "local-application";

/** Where the sidecar gets its configuration. */
export const agentCluster = "mesh-agent";

/** Listener and route configuration of what arrives for a service. */
export function inboundName(service: string): string {
  return `inbound~${service}`;
}

/** Listener and route configuration of what a service sends to an upstream. */
export function outboundName(destination: string): string {
  return `outbound~${destination}`;
}

/** SDS: the workload's own certificate and key. The same name in every proxy, so that clusters are equal in all. */
export const workloadCertificateSecret = "workload-certificate";

/** SDS: the roots that other workloads' certificates are checked against. */
export const trustBundleSecret = "trust-bundle";

/** The token with which a sidecar asks the agent for secrets. */
export const agentTokenSecret = "mesh-agent-token";

/** The decision when no intention matches. */
export function defaultDecisionName(policy: MeshSettings["defaultIntentionPolicy"]): string {
  return `default-${policy}`;
}

/** The decision when a source's permissions match nothing: the default policy, under the source's own name. */
export function fallThroughName(ruleId: string, policy: MeshSettings["defaultIntentionPolicy"]): string {
  return `${ruleId}#default-${policy}`;
}

/** The decision for a path that hides a slash from rules about paths. */
export const escapedSlashDecision = "escaped-slash";

/** The decision of a listener whose route brought no rules: it must never be reached. */
export const noRouteOverrideDecision = "no-route-override";
