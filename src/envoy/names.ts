import type { Target } from "../graph/target.ts";
import { localityKey } from "../graph/locality.ts";
import type { Locality } from "../graph/locality.ts";
import type { Instance, MeshSettings } from "../graph/mesh-graph.ts";
import type { ExposedPath } from "../graph/service-settings.ts";

/**
 * Every name that Envoy, its metrics and its logs show. Dashboards and alerts are built on them: a rename is a
 * breaking change.
 */

/** The identity of a service's workloads. */
export function spiffeId(
  { trustDomain, datacenter }: Pick<MeshSettings, "trustDomain" | "datacenter">,
  service: string,
): string {
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

/** The cluster and SNI of a set of instances, as Consul names them. */
export function targetClusterName(
  { trustDomain, datacenter }: MeshSettings,
  { service, subset }: Pick<Target, "service" | "subset">,
): string {
  const prefix = subset === undefined ? "" : `${subset}.`;
  return `${prefix}${service}.default.${datacenter}.internal.${trustDomain}`;
}

/** A cluster's ClusterLoadAssignment: of its own name, or of another one for callers who prefer what is near a place. */
export function loadAssignmentName(clusterName: string, viewpoint: Locality | undefined): string {
  return viewpoint ? `near~${localityKey(viewpoint)}~${clusterName}` : clusterName;
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

/** Filter chain and route configuration of what arrives for a permissive service in clear text. */
export function clearTextName(service: string): string {
  return `clear-text~${service}`;
}

/** Listener and route configuration of the paths that are reached without mutual TLS at a port. */
export function exposedName(service: string, listenerPort: number): string {
  return `exposed~${service}~${listenerPort}`;
}

/** The application where it answers an exposed path. */
export function exposedApplicationCluster({
  localPort,
  protocol,
}: Pick<ExposedPath, "localPort" | "protocol">): string {
  return `${localApplicationCluster}~${localPort}~${protocol}`;
}

/** The response header that marks what a sidecar answered by itself. */
export const meshReplyHeader = "x-mesh-reply";

/** Listener and route configuration of what a service sends to an upstream. */
export function outboundName(destination: string): string {
  return `outbound~${destination}`;
}

/** A route of the destination's router, counted from 0; what no route takes goes by {@link outboundName}. */
export function outboundRouteName(destination: string, index: number): string {
  return `${outboundName(destination)}#${index}`;
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

/** The decision for a request without a token that can be trusted: none at all, an expired one, one badly signed. */
export function noValidTokenName(id: string): string {
  return `${id}${noValidTokenSuffix}`;
}

/** How the names of decisions end that are answered 401. */
export const noValidTokenSuffix = "#no-valid-token";

/** The decision for a trusted token that was meant for others, comes from others, or says something else. */
export function wrongTokenName(id: string, wrong: "audience" | "issuer" | "claims"): string {
  return `${id}#wrong-${wrong}`;
}

/** Where an issuer's keys are fetched. */
export function keySetClusterName(provider: string): string {
  return `jwks~${provider}`;
}

/** In the metadata of the token filter: what a provider's verified token says. */
export function tokenPayloadKey(provider: string): string {
  return `jwt_payload_${provider}`;
}

/** In the metadata of the token filter: why a provider's token was not accepted. */
export function tokenFailureKey(provider: string): string {
  return `jwt_failure_${provider}`;
}

/** Before the metrics and the metadata of decisions that are only noted, such as `audit.shadow_denied`. */
export const auditPrefix = "audit.";

/** The decision for a path that hides a slash from rules about paths. */
export const escapedSlashDecision = "escaped-slash";

/** The decision of a listener whose route brought no rules: it must never be reached. */
export const noRouteOverrideDecision = "no-route-override";
