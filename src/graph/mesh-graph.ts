import type { SourceRange } from "../diagnostics/source-file.ts";
import type { DiscoveryChain } from "./discovery-chain.ts";
import type { EnvoyVersion } from "./envoy-version.ts";
import type { IntentionRule } from "./intention-rule.ts";
import type { JwtProvider } from "./jwt-provider.ts";
import type { Locality } from "./locality.ts";
import type { RequestNormalization } from "./request-normalization.ts";
import type { ExposedPath, ServiceSettings } from "./service-settings.ts";
import type { Target } from "./target.ts";
import type { TlsSettings } from "./tls-settings.ts";
import type { UpstreamSettings } from "./upstream-settings.ts";

/** What the application of a service speaks. */
export type Protocol = "tcp" | "http" | "http2" | "grpc";

/** Whether requests can be told apart by path and method, and split one by one. */
export function isHttpLike(protocol: Protocol): boolean {
  return protocol !== "tcp";
}

/** Everything a document set says, linked and validated: the one model that rendering and every report read. */
export interface MeshGraph {
  readonly settings: MeshSettings;
  readonly services: ReadonlyMap<string, Service>;
  /** Every service and every subset, by target key. */
  readonly targets: ReadonlyMap<string, Target>;
  /** By the name of the service asked for; one for every service. */
  readonly chains: ReadonlyMap<string, DiscoveryChain>;
  /** By destination, in the order in which they are tried; every service has a list, if only an empty one. */
  readonly intentions: ReadonlyMap<string, readonly IntentionRule[]>;
  /** The issuers of tokens, by name. */
  readonly jwtProviders: ReadonlyMap<string, JwtProvider>;
}

export interface MeshSettings {
  readonly datacenter: string;
  readonly trustDomain: string;
  readonly defaultIntentionPolicy: "allow" | "deny";
  /** What the proxies run. */
  readonly envoyVersion: EnvoyVersion;
  /** Whether services may let in callers without mutual TLS. */
  readonly allowsPermissiveMutualTls: boolean;
  /** Whether Envoy refuses routes to clusters it does not know. */
  readonly validatesClusters: boolean;
  readonly incomingTls: TlsSettings;
  readonly outgoingTls: TlsSettings;
  /** Whether applications are not told who calls. */
  readonly withholdsCallerCertificate: boolean;
  readonly requestNormalization: RequestNormalization;
  /** The `mesh` block, when there is one. */
  readonly range: SourceRange | undefined;
}

export interface Service {
  readonly name: string;
  readonly protocol: Protocol;
  readonly settings: ServiceSettings;
  readonly instances: readonly Instance[];
  readonly upstreams: readonly Upstream[];
  readonly range: SourceRange;
}

export interface Instance {
  /** Unique in the mesh. */
  readonly id: string;
  readonly service: string;
  /** Where the application and its sidecar are reached from other machines. */
  readonly address: string;
  /** Where the application listens. */
  readonly port: number;
  /** Where others reach its sidecar, by mutual TLS. */
  readonly sidecarPort: number;
  /** Where its sidecar listens for them; another place than they know where addresses are translated on the way. */
  readonly bind: { readonly address: string; readonly port: number };
  /** What its sidecar lets through without mutual TLS. */
  readonly exposedPaths: readonly ExposedPath[];
  readonly meta: Readonly<Record<string, string>>;
  /** Words that filters ask for. */
  readonly tags: readonly string[];
  /** How large its share is among the instances of a target, by how it is doing. */
  readonly weights: { readonly passing: number; readonly warning: number };
  /** Undefined when nobody said where it runs. */
  readonly locality: Locality | undefined;
  /** How `mesh up` starts it; undefined when it is started otherwise. */
  readonly command: readonly string[] | undefined;
  readonly checks: readonly HealthCheck[];
  readonly range: SourceRange;
}

export interface HealthCheck {
  /** Unique within its instance. */
  readonly id: string;
  readonly target:
    | { readonly type: "http"; readonly url: string; readonly method: string }
    | { readonly type: "tcp"; readonly host: string; readonly port: number };
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly successBeforePassing: number;
  readonly failuresBeforeCritical: number;
}

export interface Upstream {
  readonly destination: string;
  readonly localBindAddress: string;
  readonly localBindPort: number;
  readonly settings: UpstreamSettings;
  readonly range: SourceRange;
}

/** How an instance is doing. `unknown`: it has checks, and nothing was heard from it since the agent started. */
export type InstanceHealth = "passing" | "warning" | "critical" | "unknown";

/** What is known of the running instances: the second input of a compile, beside the documents. */
export interface CatalogView {
  healthOf(instance: Instance): InstanceHealth;
}
