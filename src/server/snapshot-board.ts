import type { CompiledMesh } from "../compile.ts";
import { renderEndpoints } from "../envoy/render-proxy.ts";
import type { RenderedProxy } from "../envoy/render-proxy.ts";
import { clusterLoadAssignment } from "../envoy/endpoint/cluster-load-assignment.ts";
import { targetViews } from "../envoy/endpoint/target-view.ts";
import type { TargetView } from "../envoy/endpoint/target-view.ts";
import { typeUrls } from "../envoy/resource.ts";
import type { ProxySnapshot, Resource } from "../envoy/resource.ts";
import type { CatalogView } from "../graph/mesh-graph.ts";
import { Recollection } from "../graph/recollection.ts";

type ResourcesByType = ProxySnapshot["resources"];

/** The secrets of an identity, or undefined while they are being made. */
export interface SecretSource {
  secretsOf(spiffeId: string): readonly Resource[] | undefined;
}

/**
 * What every proxy should hold at this moment: the applied documents, the health of the instances and the secrets,
 * put together for each proxy when somebody asks for it.
 *
 * Work follows the change: one instance's health re-renders the endpoints of the targets it belongs to, and touches
 * only the proxies that use them.
 */
export class SnapshotBoard {
  readonly #catalog: CatalogView;
  readonly #secrets: SecretSource;
  readonly #listeners = new Map<string, Set<() => void>>();
  #revision = 0;
  #attempt = 0;
  #mesh: CompiledMesh | undefined;
  #proxies: ReadonlyMap<string, RenderedProxy> = new Map();
  #views: ReadonlyMap<string, TargetView> = new Map();
  #endpoints = new Map<string, Resource>();
  #snapshots = new Map<string, ProxySnapshot>();

  constructor(catalog: CatalogView, secrets: SecretSource) {
    this.#catalog = catalog;
    this.#secrets = secrets;
  }

  /** Puts a revision in force for every proxy. */
  commit(revision: number, mesh: CompiledMesh): void {
    this.#revision = revision;
    this.#attempt += 1;
    this.#mesh = mesh;
    this.#proxies = new Map(mesh.proxies.map((proxy) => [proxy.id, proxy]));
    this.#views = targetViews(mesh.graph);
    this.#endpoints = new Map(renderEndpoints(mesh.graph, this.#catalog));
    this.#snapshots.clear();
    for (const proxyId of [...this.#listeners.keys()]) this.#notify(proxyId);
  }

  /** Lets every proxy try again what it has refused of the revision in force. */
  offerAgain(): void {
    this.#attempt += 1;
    for (const proxyId of this.#proxies.keys()) this.#invalidate(proxyId);
  }

  /** Renders the endpoints of the targets that hold any of these instances, and tells the proxies that use them. */
  refreshInstances(instanceIds: ReadonlySet<string>): void {
    if (!this.#mesh) return;
    const { settings } = this.#mesh.graph;
    const changed = new Set<string>();
    for (const [key, view] of this.#views) {
      if (!view.target.instances.some(({ id }) => instanceIds.has(id))) continue;
      const made = clusterLoadAssignment(view, settings, this.#catalog);
      if (isSame(made, this.#endpoints.get(key))) continue;
      this.#endpoints.set(key, made);
      changed.add(key);
    }
    for (const proxy of this.#proxies.values()) {
      if (proxy.viewKeys.some((key) => changed.has(key))) this.#invalidate(proxy.id);
    }
  }

  /** An identity has new secrets. */
  refreshSecrets(spiffeId: string): void {
    for (const proxy of this.#proxies.values()) if (proxy.spiffeId === spiffeId) this.#invalidate(proxy.id);
  }

  /** Undefined without a revision, for a proxy that it does not know, and while its secrets are being made. */
  current({ id }: { readonly id: string }): ProxySnapshot | undefined {
    const known = this.#snapshots.get(id);
    if (known) return known;
    const proxy = this.#proxies.get(id);
    const secrets = proxy && this.#secrets.secretsOf(proxy.spiffeId);
    if (!proxy || !secrets) return undefined;
    const resources = new Map([
      ...appliedTo(proxy),
      [typeUrls.endpoint, byName(this.#endpointsOf(proxy))],
      [typeUrls.secret, byName(secrets)],
    ]);
    const snapshot = { revision: this.#revision, attempt: this.#attempt, resources };
    this.#snapshots.set(id, snapshot);
    return snapshot;
  }

  /** What a proxy should hold, secrets apart; undefined for one that the revision in force does not know. */
  resourcesOf(proxyId: string): readonly Resource[] | undefined {
    const proxy = this.#proxies.get(proxyId);
    return proxy && [...proxy.resources, ...this.#endpointsOf(proxy)];
  }

  subscribe(proxyId: string, onChange: () => void): () => void {
    const listeners = this.#listeners.get(proxyId) ?? new Set();
    this.#listeners.set(proxyId, listeners.add(onChange));
    return () => {
      listeners.delete(onChange);
      if (listeners.size === 0) this.#listeners.delete(proxyId);
    };
  }

  #endpointsOf({ viewKeys }: RenderedProxy): readonly Resource[] {
    return viewKeys.flatMap((key) => this.#endpoints.get(key) ?? []);
  }

  #invalidate(proxyId: string): void {
    this.#snapshots.delete(proxyId);
    this.#notify(proxyId);
  }

  #notify(proxyId: string): void {
    for (const listener of [...(this.#listeners.get(proxyId) ?? [])]) listener();
  }
}

function isSame(made: Resource, before: Resource | undefined): boolean {
  return before?.version === made.version && before.provisional === made.provisional;
}

/** Clusters, listeners and routes by type: equal maps are skipped by identity when a stream compares snapshots. */
function appliedTo(proxy: RenderedProxy): ResourcesByType {
  return applied.recall({ owner: proxy }, [], () => byType(proxy.resources));
}

const applied = new Recollection<ResourcesByType>();

function byType(resources: readonly Resource[]): ResourcesByType {
  return new Map(
    Object.values(typeUrls).map((typeUrl) => [
      typeUrl,
      byName(resources.filter((resource) => resource.typeUrl === typeUrl)),
    ]),
  );
}

function byName(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  return new Map(resources.map((resource) => [resource.name, resource]));
}
