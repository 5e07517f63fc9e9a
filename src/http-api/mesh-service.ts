import type {
  ApplyOutcome,
  ApplyRequest,
  HealthReport,
  HealthReportResponse,
  InstancesResponse,
  PlanOutcome,
  PlanQuestion,
  ProxyConfigurationResponse,
  ReachabilityOutcome,
  ReachabilityRequest,
  RevisionResponse,
  SetDocumentsResponse,
  SetResponse,
  SettingsResponse,
  StatusResponse,
} from "../client/api-types.ts";

/** What the HTTP API needs of the agent behind it. */
export interface MeshService {
  status(): StatusResponse;
  set(name: string): SetResponse;
  setDocuments(name: string): SetDocumentsResponse;
  /** What an apply of the set would change, or why it would be refused. Changes nothing itself. */
  plan(setName: string, request: PlanQuestion): PlanOutcome;
  /** What plans of the set were told of traffic is forgotten, and told anew. */
  forgetPlans(setName: string): void;
  /** Compiles the whole with this set replaced and commits it, or says why not. Never half. */
  apply(setName: string, request: ApplyRequest): Promise<ApplyOutcome>;
  revision(revision: number): RevisionResponse;
  /** Calls `listener` whenever `revision` may answer differently; the returned function ends that. */
  onProxyChange(listener: () => void): () => void;
  /** What a proxy is told, without anything that is secret. */
  proxyConfiguration(proxyId: string): ProxyConfigurationResponse;
  /** Whether a call gets through, by what is in force and as if every instance were well. */
  reachability(request: ReachabilityRequest): ReachabilityOutcome;
  instances(service: string): InstancesResponse;
  /** The settings of a service after merging, without anything that is secret. */
  settings(service: string): SettingsResponse;
  reportHealth(instanceId: string, report: HealthReport): HealthReportResponse;
  /** The instance stops in good order: it leaves the endpoints at once. */
  release(instanceId: string): void;
  /** The certificates to trust, PEM. */
  roots(): Promise<readonly string[]>;
}
