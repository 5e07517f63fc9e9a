import { openAuthority } from "../ca/open-authority.ts";
import { createAuthority } from "../ca/create-authority.ts";
import type { CertificateAuthority } from "../ca/certificate-authority.ts";
import { createServerLeafSource } from "../ca/server-leaf-source.ts";
import { createCatalog } from "../catalog/catalog.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { toApiEntries, toDocumentSet } from "../client/api-documents.ts";
import { toReachabilityOutcome } from "../client/api-reachability.ts";
import { toApiTraffic } from "../client/api-traffic.ts";
import type {
  ApiInstance,
  ApiTraffic,
  ApplyOutcome,
  ApplyRequest,
  HealthReport,
  HealthReportResponse,
  InstancesResponse,
  PlanOutcome,
  PlanQuestion,
  PlanRequest,
  ProxyConfigurationResponse,
  ReachabilityOutcome,
  ReachabilityRequest,
  RevisionResponse,
  SetDocumentsResponse,
  SetResponse,
  SettingsResponse,
  StatusResponse,
} from "../client/api-types.ts";
import { compile } from "../compile.ts";
import type { Compilation, CompiledMesh, DocumentSet } from "../compile.ts";
import { toTerraformJson } from "../diagnostics/json-writer.ts";
import { reachability } from "../evaluate/explain/reachability.ts";
import { trafficChanges } from "../evaluate/traffic/traffic-changes.ts";
import type { EnvoyVersion } from "../graph/envoy-version.ts";
import type { Instance } from "../graph/mesh-graph.ts";
import type { MeshService } from "../http-api/mesh-service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import { ProxyStatusBook } from "../xds/proxy-status.ts";
import { recalledCatalog } from "../catalog/remembered-instance.ts";
import { catalogHealth, settlingMs } from "./catalog-health.ts";
import { effectiveSettings } from "../evaluate/explain/effective-settings.ts";
import { describeConfiguration } from "./describe-configuration.ts";
import { describeSettings } from "./describe-settings.ts";
import { describeInstance } from "./describe-instance.ts";
import { entryChanges } from "./entry-changes.ts";
import { describeProxies } from "./describe-proxies.ts";
import { Identities } from "./identities.ts";
import { InstanceKeeper, recallInstances } from "./instance-keeper.ts";
import { keepingFiles } from "./keeping-files.ts";
import { commitSet, emptyRevisionLog } from "./revision-log.ts";
import type { AppliedSet, NewSet, RevisionLog } from "./revision-log.ts";
import { SnapshotBoard } from "./snapshot-board.ts";
import type { StateDirectory } from "./state-directory.ts";
import { TrafficMemory } from "./traffic-memory.ts";

export interface MeshAgentOptions {
  readonly state: StateDirectory;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly leafTtlMs: number;
  /** What the proxies run; the newest supported version unless given. */
  readonly envoyVersion?: EnvoyVersion | undefined;
}

/** The running mesh: what was applied, how the instances are, who is who, and what every proxy was told. */
export class MeshAgent implements MeshService {
  readonly #options: MeshAgentOptions;
  readonly #catalog: Catalog;
  readonly #instanceKeeper: InstanceKeeper;
  readonly #health: ReturnType<typeof catalogHealth>;
  readonly #identities: Identities;
  readonly #cancelSettling: () => void;
  readonly #traffic = new TrafficMemory();
  #log: RevisionLog = emptyRevisionLog;
  #authority: CertificateAuthority | undefined;
  #closeLeafSource: () => void = () => undefined;
  /** Applies run one after another: each is judged against what the one before it left. */
  #applying: Promise<unknown> = Promise.resolve();

  readonly board: SnapshotBoard;
  readonly proxies = new ProxyStatusBook();

  constructor(options: MeshAgentOptions) {
    this.#options = options;
    const { clock, logger, state: store } = options;
    this.#instanceKeeper = new InstanceKeeper({ store, clock, logger });
    this.#catalog = createCatalog({
      clock,
      // Whoever lives speaks again before the agent has settled; until then its last word stands.
      initial: recalledCatalog(recallInstances({ store, logger }), {
        nowMs: clock.now(),
        leaseMs: settlingMs,
      }),
      onChange: (ids) => {
        this.board.refreshInstances(new Set(ids));
        this.#instanceKeeper.keep(this.#catalog.state());
      },
    });
    this.#health = catalogHealth(this.#catalog, clock);
    this.#identities = new Identities({ onChange: (spiffeId) => this.board.refreshSecrets(spiffeId) });
    this.board = new SnapshotBoard(this.#health, this.#identities);
    this.#cancelSettling = clock.after(this.#health.settlesAtMs - clock.now(), () => this.#settle());
  }

  status(): StatusResponse {
    return {
      revision: this.#log.revision,
      sets: [...this.#log.sets.keys()].sort(),
      datacenter: this.#datacenter,
      trust_domain: this.#log.mesh?.graph.settings.trustDomain ?? "mesh.internal",
      proxies: this.#describeProxies(),
    };
  }

  set(name: string): SetResponse {
    const { revision, sets } = this.#log;
    const others = [...sets.keys()].filter((other) => other !== name);
    const set = sets.get(name);
    const entries = toApiEntries(set?.entries ?? []);
    return { revision, set_revision: set?.revision ?? 0, entries, other_sets: others.sort() };
  }

  setDocuments(name: string): SetDocumentsResponse {
    const set = this.#log.sets.get(name);
    const { documents = [], files = [] } = set?.request ?? {};
    return { set_revision: set?.revision ?? 0, documents, files };
  }

  plan(name: string, request: PlanQuestion): PlanOutcome {
    const { revision, sets } = this.#log;
    const inForce = sets.get(name);
    const base = { revision, set_revision: inForce?.revision ?? 0 };
    if (isInForce(request, inForce)) return { kind: "planned", ...base, in_force: true, changes: [] };
    const compiled = this.#compileInPlaceOf(name, keepingFiles(toDocumentSet(request), inForce?.documents));
    if (!compiled.mesh) return { kind: "refused", report: toTerraformJson(compiled.diagnostics) };
    const changes = entryChanges(inForce?.entries ?? [], compiled.entries[0] ?? []);
    const planned = { set: name, setRevision: base.set_revision, identity: identityOf(request) };
    const traffic = request.with_traffic
      ? { traffic: this.#traffic.recall(planned, () => this.#trafficWith(compiled.mesh)) }
      : {};
    return { kind: "planned", ...base, in_force: false, changes, ...traffic };
  }

  forgetPlans(name: string): void {
    this.#traffic.forget(name);
  }

  apply(name: string, request: ApplyRequest): Promise<ApplyOutcome> {
    const outcome = this.#applying.then(() => this.#apply(name, request));
    // A failed apply is its caller's to hear of; the next one starts all the same.
    this.#applying = outcome.catch(() => undefined);
    return outcome;
  }

  revision(revision: number): RevisionResponse {
    const proxies = this.#describeProxies().filter(({ connected }) => connected);
    const answered = proxies.every(
      (proxy) => (proxy.acknowledged_revision ?? -1) >= revision || this.#refused(proxy.id, revision),
    );
    return { revision, settled: this.#log.revision >= revision && answered, proxies };
  }

  onProxyChange(listener: () => void): () => void {
    return this.proxies.onChange(listener);
  }

  proxyConfiguration(proxyId: string): ProxyConfigurationResponse {
    const { revision, mesh } = this.#log;
    const service = mesh?.proxies.find(({ id }) => id === proxyId)?.service;
    const resources = this.board.resourcesOf(proxyId);
    return {
      revision,
      datacenter: this.#datacenter,
      ...(mesh &&
        service !== undefined &&
        resources && { proxy: describeConfiguration({ id: proxyId, service, resources }, mesh.secrets) }),
    };
  }

  reachability({ source, destination, request }: ReachabilityRequest): ReachabilityOutcome {
    const { mesh } = this.#log;
    if (!mesh) return { kind: "unknown-name", name: destination, known: [] };
    return toReachabilityOutcome(reachability(mesh, { source, destination, request }), mesh.secrets);
  }

  instances(service: string): InstancesResponse {
    const declared = this.#log.mesh?.graph.services.get(service)?.instances ?? [];
    return {
      revision: this.#log.revision,
      datacenter: this.#datacenter,
      instances: declared.map(describeInstance),
    };
  }

  settings(name: string): SettingsResponse {
    const { revision, mesh, sets } = this.#log;
    const service = mesh?.graph.services.get(name);
    if (!mesh || !service) return { revision, settings: [] };
    const entries = [...sets.values()].flatMap((set) => set.entries);
    return {
      revision,
      settings: describeSettings(effectiveSettings(service, mesh.graph, entries), mesh.secrets),
    };
  }

  reportHealth(instanceId: string, report: HealthReport): HealthReportResponse {
    this.#catalog.apply({ kind: "report", instanceId, checks: report.checks, leaseMs: report.lease_ms });
    const instance = this.#instance(instanceId);
    return { revision: this.#log.revision, ...(instance && { instance }) };
  }

  release(instanceId: string): void {
    this.#catalog.apply({ kind: "release", instanceId });
  }

  async roots(): Promise<readonly string[]> {
    return this.#authority ? this.#authority.roots() : [];
  }

  stop(): void {
    this.#cancelSettling();
    this.#catalog.stop();
    this.#instanceKeeper.stop();
    this.#closeLeafSource();
  }

  /** From the mesh in force to another one; nothing is different for requests where there were none. */
  #trafficWith(next: CompiledMesh | undefined): ApiTraffic {
    const { mesh } = this.#log;
    if (!mesh || !next) return { changes: [], is_complete: true };
    return toApiTraffic(trafficChanges(mesh, next), new Set([...mesh.secrets, ...next.secrets]));
  }

  get #datacenter(): string {
    return this.#log.mesh?.graph.settings.datacenter ?? "dc1";
  }

  async #apply(name: string, request: ApplyRequest): Promise<ApplyOutcome> {
    const { revision } = this.#log;
    if (isOutdated(request, revision, this.#log.sets.get(name))) return { kind: "conflict", revision };
    if (isInForce(request, this.#log.sets.get(name))) {
      // What a proxy refused for a reason outside the documents may be accepted by now.
      if (this.proxies.proxies().some(({ lastRejection }) => lastRejection)) this.board.offerAgain();
      return { kind: "unchanged", revision };
    }
    const documents = keepingFiles(toDocumentSet(request), this.#log.sets.get(name)?.documents);
    const compiled = this.#compileInPlaceOf(name, documents);
    if (!compiled.mesh) return { kind: "refused", report: toTerraformJson(compiled.diagnostics) };
    await this.#useAuthority(compiled.mesh.graph.settings.trustDomain);
    this.#commit(name, { request, documents, entries: compiled.entries[0] ?? [] }, compiled.mesh);
    return { kind: "applied", revision: this.#log.revision };
  }

  /** The documents first, then the other sets in force. */
  #compileInPlaceOf(name: string, documents: DocumentSet): Compilation {
    const others = [...this.#log.sets].filter(([other]) => other !== name).map(([, set]) => set.documents);
    return compile([documents, ...others], { envoyVersion: this.#options.envoyVersion });
  }

  #commit(name: string, set: NewSet, mesh: CompiledMesh): void {
    this.#log = commitSet(this.#log, { name, set, mesh });
    this.#identities.keepOnly(new Set(mesh.proxies.map(({ spiffeId }) => spiffeId)));
    this.board.commit(this.#log.revision, mesh);
    this.#options.logger.info("applied", {
      set: name,
      revision: this.#log.revision,
      proxies: mesh.proxies.length,
    });
  }

  async #useAuthority(trustDomain: string): Promise<void> {
    if (this.#authority?.trustDomain === trustDomain) return;
    const { state, clock, random, logger, leafTtlMs } = this.#options;
    const stored = await state.authority(trustDomain, () => createAuthority({ trustDomain, clock }));
    const authority = await openAuthority(stored, clock);
    const source = createServerLeafSource({ authority, clock, random, logger, leafTtlMs });
    this.#identities.use(source, await authority.roots());
    this.#closeLeafSource();
    this.#closeLeafSource = () => source.close();
    this.#authority = authority;
  }

  #settle(): void {
    const silent = this.#log.mesh?.proxies.map(({ instance }) => instance.id) ?? [];
    this.board.refreshInstances(new Set(silent));
  }

  #refused(proxyId: string, revision: number): boolean {
    return (this.proxies.proxy(proxyId)?.rejectedRevision ?? -1) >= revision;
  }

  #describeProxies(): StatusResponse["proxies"] {
    const { mesh } = this.#log;
    if (!mesh) return [];
    return describeProxies({
      mesh,
      catalog: this.#health,
      statusOf: (id) => this.proxies.proxy(id),
      snapshotOf: (id) => this.board.current({ id }),
    });
  }

  #instance(id: string): ApiInstance | undefined {
    const proxy = this.#log.mesh?.proxies.find(
      ({ instance }: { readonly instance: Instance }) => instance.id === id,
    );
    return proxy && describeInstance(proxy.instance);
  }
}

function isOutdated(request: ApplyRequest, revision: number, set: AppliedSet | undefined): boolean {
  const { base_revision: base = revision, base_set_revision: setBase = set?.revision ?? 0 } = request;
  return base !== revision || setBase !== (set?.revision ?? 0);
}

function isInForce(request: PlanRequest, set: AppliedSet | undefined): boolean {
  return set !== undefined && identityOf(set.request) === identityOf(request);
}

function identityOf({ documents, variables, files = [] }: PlanRequest): string {
  return JSON.stringify([documents, variables, files]);
}
