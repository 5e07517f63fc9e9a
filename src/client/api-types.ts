import type { TerraformJson, TerraformRange } from "../diagnostics/json-writer.ts";

/** The bodies of `/v1/mesh/…`, as both sides of the wire know them. */

/** A document as it was read: the name is the one its user knows it by. */
export interface ApiDocument {
  readonly filename: string;
  readonly text: string;
  /** For a module's document: the module's folder, from that of the set's own documents. */
  readonly module?: string;
}

/** A file that an expression of the documents reads, or whose existence mattered to one. */
export interface ApiFile {
  /** From the folder of the documents. */
  readonly path: string;
  /** The name its user knows it by. */
  readonly filename: string;
  /** The content; absent when nothing read it. */
  readonly base64?: string;
}

/** A variable's value: as it was typed, or as a file gave it. */
export type ApiVariable = {
  readonly name: string;
  /** Where the value came from, for messages: `-var`, `prod.vars.hcl`. */
  readonly origin: string;
  /** Its value must not be shown, whatever the documents declare. */
  readonly sensitive?: true;
} & ({ readonly text: string } | { readonly value: ApiJson });

export type ApiJson =
  null | boolean | number | string | readonly ApiJson[] | { readonly [key: string]: ApiJson };

/** A set: what an apply of it would change is asked with it, and what applies it says it. */
export interface PlanRequest {
  readonly documents: readonly ApiDocument[];
  readonly variables: readonly ApiVariable[];
  /** Absent when the documents read none. */
  readonly files?: readonly ApiFile[];
}

/** A plan that also says what changes for requests. */
export interface PlanQuestion extends PlanRequest {
  /**
   * Asked again on the same base the answer on traffic is the same, whatever other sets have come to say meanwhile:
   * who makes a plan sees while it is carried out what was planned. `DELETE` of the plan begins anew.
   */
  readonly with_traffic?: boolean;
}

/** At least one base is given; where another is in force it is a conflict, and nothing is applied. */
export interface ApplyRequest extends PlanRequest {
  /** The revision the change was worked out against: nobody has changed anything since. */
  readonly base_revision?: number;
  /** The {@link SetResponse.set_revision} it was worked out against: nobody has changed this set since. */
  readonly base_set_revision?: number;
}

/** What an apply of a set would change. */
export type PlanOutcome =
  | {
      readonly kind: "planned";
      /** The revision that the changes are against: the `base_revision` of the apply that makes them. */
      readonly revision: number;
      readonly set_revision: number;
      /** The set is what is asked for, to the letter: an apply would make no revision. */
      readonly in_force: boolean;
      /** Sorted by kind and name. */
      readonly changes: readonly ApiEntryChange[];
      /** When it was asked for. */
      readonly traffic?: ApiTraffic;
    }
  | { readonly kind: "refused"; readonly report: TerraformJson };

/** What is different for requests after an apply, as far as it can be told, and as if every instance were well. */
export interface ApiTraffic {
  readonly changes: readonly ApiTrafficChange[];
  /** False when more calls between services are concerned than were followed. */
  readonly is_complete: boolean;
}

export type ApiTrafficChange =
  /** How requests end. */
  | {
      readonly kind: "verdict";
      readonly source: string;
      readonly destination: string;
      /** One that stands for those like it, such as `GET /v1`; absent when it is all. */
      readonly request?: string;
      /** Absent where the source had no such upstream. */
      readonly before?: ApiVerdict;
      /** Absent where the source has no such upstream any more. */
      readonly after?: ApiVerdict;
    }
  /** Which targets get them, whoever asks. */
  | {
      readonly kind: "shares";
      readonly destination: string;
      readonly request?: string;
      readonly before: readonly ApiShare[];
      readonly after: readonly ApiShare[];
    };

export interface ApiShare {
  /** A subset of the destination, or another target as `subset.service` or a service. */
  readonly target: string;
  readonly percent: number;
}

/** How requests end: `mixed` when those of one kind end differently. */
export type ApiVerdict = "allowed" | "denied" | "answered" | "no-route" | "unreachable" | "unknown" | "mixed";

/** What an apply does to one entry. */
export interface ApiEntryChange {
  readonly action: "add" | "change" | "remove";
  readonly kind: string;
  readonly name: string;
  /** For a change: each field that differs. */
  readonly fields: readonly ApiFieldChange[];
}

/**
 * A field that differs. Sensitive values are replaced, so that one which changed is shown the same before and after;
 * the side on which the field is not given is absent.
 */
export interface ApiFieldChange {
  /** For example `splits[1].weight`. */
  readonly path: string;
  readonly before?: ApiJson;
  readonly after?: ApiJson;
}

export type ApplyOutcome =
  | { readonly kind: "applied"; readonly revision: number }
  /** The set is already in force, to the letter: no revision was made. */
  | { readonly kind: "unchanged"; readonly revision: number }
  | { readonly kind: "conflict"; readonly revision: number }
  | { readonly kind: "refused"; readonly report: TerraformJson };

/** An entry of a set in force. Sensitive values are replaced in it. */
export interface ApiEntry {
  readonly kind: string;
  readonly name: string;
  readonly value: ApiJson;
}

export interface SetResponse {
  /** 0 as long as nothing was applied. */
  readonly revision: number;
  /** The revision that last changed this set; 0 when it is not in force. */
  readonly set_revision: number;
  readonly entries: readonly ApiEntry[];
  /** The other sets in force, sorted: what this one refers to may be declared there. */
  readonly other_sets: readonly string[];
}

/** What a set in force was made of; the values of its variables stay with the agent. */
export interface SetDocumentsResponse {
  readonly set_revision: number;
  readonly documents: readonly ApiDocument[];
  readonly files: readonly ApiFile[];
}

/** Where something comes from, in the user's own documents. */
export type ApiOrigin = TerraformRange;

export interface ApiRejection {
  readonly type: string;
  readonly resources: readonly string[];
  /** The proxy's own words. */
  readonly message: string;
  /** The lines the refused resources come from. */
  readonly origins: readonly ApiOrigin[];
}

export interface ApiProxy {
  readonly id: string;
  readonly service: string;
  readonly connected: boolean;
  /** The last revision it was seen to hold in full; absent before the first. */
  readonly acknowledged_revision?: number;
  readonly rejection?: ApiRejection;
  readonly health: "passing" | "warning" | "critical" | "unknown";
}

export interface StatusResponse {
  readonly revision: number;
  readonly sets: readonly string[];
  readonly datacenter: string;
  readonly trust_domain: string;
  readonly proxies: readonly ApiProxy[];
}

export interface RevisionResponse {
  readonly revision: number;
  /** Every connected proxy has either acknowledged the revision or refused it. */
  readonly settled: boolean;
  readonly proxies: readonly ApiProxy[];
}

export type ApiCheckTarget =
  | { readonly type: "http"; readonly url: string; readonly method: string }
  | { readonly type: "tcp"; readonly host: string; readonly port: number };

export interface ApiCheck {
  readonly id: string;
  readonly target: ApiCheckTarget;
  readonly interval_ms: number;
  readonly timeout_ms: number;
  readonly success_before_passing: number;
  readonly failures_before_critical: number;
}

export interface ApiInstance {
  readonly id: string;
  readonly service: string;
  readonly checks: readonly ApiCheck[];
}

export interface InstancesResponse {
  readonly revision: number;
  readonly datacenter: string;
  readonly instances: readonly ApiInstance[];
}

/** A setting of a service as it holds after merging. */
export interface ApiSetting {
  /** Of the service itself, of one of its upstreams, or of how callers reach it. */
  readonly of: string;
  readonly setting: string;
  /** Missing where nothing is set and Envoy's own ways hold. */
  readonly value?: ApiJson;
  /** Missing for a default. */
  readonly declared_at?: { readonly file: string; readonly line: number };
}

export interface SettingsResponse {
  readonly revision: number;
  /** None for a service that is not declared. */
  readonly settings: readonly ApiSetting[];
}

export interface ApiCheckReport {
  readonly id: string;
  readonly status: "passing" | "warning" | "critical";
  readonly output: string;
}

/** Holds until the lease ends; each report replaces the one before. */
export interface HealthReport {
  readonly checks: readonly ApiCheckReport[];
  readonly lease_ms: number;
}

/** What the reporter should run from now on; no instance while the agent knows none of that id. */
export interface HealthReportResponse {
  readonly revision: number;
  readonly instance?: ApiInstance;
}

/** What a proxy is told at this moment. */
export interface ProxyConfigurationResponse {
  readonly revision: number;
  readonly datacenter: string;
  /** Absent when no proxy of that id is declared. */
  readonly proxy?: ApiProxyConfiguration;
}

export interface ApiProxyConfiguration {
  readonly id: string;
  readonly service: string;
  /** Sorted by type and name. Secrets are not among them, and sensitive values of the documents are replaced. */
  readonly resources: readonly ApiResource[];
}

export interface ApiResource {
  readonly type: "cluster" | "endpoint" | "listener" | "route";
  readonly name: string;
  /** In the form that Envoy also reads from disk. */
  readonly value: ApiJson;
  /** The lines that it comes from; empty for what no document declares. */
  readonly origins: readonly ApiOrigin[];
}

/** Who calls whom: with a request, whether that gets through; without one, what the intentions say of all. */
export interface ReachabilityRequest {
  /** A service; where a request is given, one of its instances will do. */
  readonly source: string;
  readonly destination: string;
  readonly request?: ApiMeshRequest;
}

/** A request as an application sends it. */
export interface ApiMeshRequest {
  /** `GET` unless given. */
  readonly method?: string;
  /** With its query; `/` unless given. */
  readonly path?: string;
  /** The address that it is sent to unless given. */
  readonly host?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

export type ReachabilityOutcome =
  | {
      readonly kind: "known";
      /** In every case: what depends on the request, or on the way it takes, is not allowed. */
      readonly allowed: boolean;
      /** `depends`: on the request, when none was given. */
      readonly verdict: ApiVerdict | "depends";
      /** What decides, as the access log names it; absent when no rule was asked. */
      readonly rule?: string;
      /** Absent for what no document says. */
      readonly declared_at?: ApiPlace;
      /** Those with the largest share first; none without a request. */
      readonly ways: readonly ApiWay[];
      /** What would make the answer another one, in sentences. */
      readonly changes: readonly string[];
      /** What the answer rests on beyond the configuration, in sentences. */
      readonly assumptions: readonly string[];
    }
  | { readonly kind: "unknown-name"; readonly name: string; readonly known: readonly string[] };

/** A line of a document. */
export interface ApiPlace {
  readonly filename: string;
  readonly line: number;
}

/** What a part of such requests meets. */
export interface ApiWay {
  readonly percent: number;
  readonly verdict: Exclude<ApiVerdict, "mixed">;
  /** What a proxy answers; absent when the application does, and for tcp. */
  readonly status?: number;
  /** As the access log of the proxy that ends the request shows it. */
  readonly details: string;
  /** In order, each on one line: `route outbound~api (mesh.hcl:3): times out after 15000 ms`. */
  readonly steps: readonly string[];
}

/** What went wrong with a request, other than a refused document. */
export interface ApiError {
  readonly error: string;
}
