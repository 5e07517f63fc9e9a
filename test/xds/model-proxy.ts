import { typeUrls, type Resource, type TypeUrl } from "../../src/envoy/resource.ts";
import type { DeltaRequest, SendEffect } from "../../src/xds/delta-event.ts";
import { factsOf } from "../../src/xds/resource-facts.ts";

/**
 * A proxy that behaves as Envoy does where the protocol can notice: a new version of a cluster warms until its
 * endpoints come, the acknowledgement of clusters is withheld meanwhile, endpoints and routes are subscribed to by the
 * names found in clusters and listeners, what is good in a refused response is applied, and names that are still
 * subscribed are not asked for again.
 *
 * It throws when it is given something it could not serve: that is what the properties look for.
 */
export class ModelProxy {
  readonly active = new Map<string, Resource>();
  readonly warming = new Map<string, Resource>();
  readonly endpoints = new Map<string, Resource | undefined>();
  readonly listeners = new Map<string, Resource>();
  readonly routes = new Map<string, Resource>();
  private readonly outbox: DeltaRequest[] = [];
  private subscribed = { endpoints: new Set<string>(), routes: new Set<string>() };
  private asked = new Set<TypeUrl>();
  private withheld: DeltaRequest | undefined;
  private readonly isBad: (resource: Resource) => boolean;

  constructor(isBad: (resource: Resource) => boolean) {
    this.isBad = isBad;
    this.connect();
  }

  /** A new stream: everything is asked for again, with the versions at hand. */
  connect(): void {
    this.outbox.length = 0;
    this.withheld = undefined;
    this.asked = new Set();
    // What a new stream does not send again, because the versions are equal, Envoy stops waiting for after a while.
    for (const name of this.endpoints.keys()) this.finishWarming(name);
    this.ask(typeUrls.cluster, [], versionsOf(new Map([...this.active, ...this.warming])));
    this.subscribed = { endpoints: new Set(), routes: new Set() };
    this.updateSubscriptions();
    this.ask(typeUrls.listener, [], versionsOf(this.listeners));
  }

  nextRequest(): DeltaRequest | undefined {
    return this.outbox.shift();
  }

  receive({ typeUrl, resources, removed, nonce }: SendEffect): void {
    const bad = resources.filter((resource) => this.isBad(resource));
    const good = resources.filter((resource) => !bad.includes(resource));
    const before = this.warming.size;
    this.apply(typeUrl, good, removed);
    if (typeUrl === typeUrls.endpoint) for (const { name } of bad) this.finishWarming(name);
    const answer = {
      ...request(typeUrl),
      nonce,
      ...(bad.length > 0 && { error: bad.map(({ name }) => `${name}: bad`).join(", ") }),
    };
    if (typeUrl === typeUrls.cluster && this.warming.size > 0) this.withheld = answer;
    else this.outbox.push(answer);
    if (before > 0 && this.warming.size === 0 && this.withheld) {
      this.outbox.push(this.withheld);
      this.withheld = undefined;
    }
    this.updateSubscriptions();
  }

  private apply(typeUrl: TypeUrl, resources: readonly Resource[], removed: readonly string[]): void {
    switch (typeUrl) {
      case typeUrls.cluster:
        for (const name of removed) this.removeCluster(name);
        for (const cluster of resources) this.takeCluster(cluster);
        return;
      case typeUrls.endpoint:
        for (const assignment of resources) this.takeEndpoints(assignment.name, assignment);
        for (const name of removed) this.takeEndpoints(name, this.endpoints.get(name));
        return;
      case typeUrls.listener:
        for (const name of removed) this.listeners.delete(name);
        for (const listener of resources) this.takeListener(listener);
        return;
      case typeUrls.route:
        for (const route of resources)
          if (this.subscribed.routes.has(route.name)) this.routes.set(route.name, this.usable(route));
        return;
      case typeUrls.secret:
        return;
    }
  }

  private takeListener(listener: Resource): void {
    const { address } = factsOf(listener);
    for (const other of this.listeners.values())
      if (other.name !== listener.name && factsOf(other).address === address)
        throw new Error(`${listener.name} comes to the address of ${other.name}`);
    this.listeners.set(listener.name, this.usable(listener));
  }

  private takeCluster(cluster: Resource): void {
    const known = this.warming.get(cluster.name) ?? this.active.get(cluster.name);
    if (known?.version === cluster.version) return;
    this.warming.delete(cluster.name);
    if (factsOf(cluster).endpoints.length > 0) this.warming.set(cluster.name, cluster);
    else this.active.set(cluster.name, cluster);
  }

  private takeEndpoints(name: string, assignment: Resource | undefined): void {
    if (!this.subscribed.endpoints.has(name)) return;
    this.endpoints.set(name, assignment);
    this.finishWarming(name);
  }

  /** Endpoints came, or were refused: Envoy lets a cluster go on without them then. */
  private finishWarming(name: string): void {
    for (const cluster of [...this.warming.values()]) {
      if (!factsOf(cluster).endpoints.includes(name)) continue;
      this.warming.delete(cluster.name);
      this.active.set(cluster.name, cluster);
    }
  }

  private removeCluster(name: string): void {
    for (const user of [...this.listeners.values(), ...this.routes.values()]) {
      if (factsOf(user).clusters.includes(name))
        throw new Error(`cluster ${name} removed while ${user.name} leads to it`);
    }
    this.active.delete(name);
    this.warming.delete(name);
  }

  private usable(user: Resource): Resource {
    for (const name of factsOf(user).clusters) {
      const cluster = this.active.get(name);
      if (!cluster) throw new Error(`${user.name} leads to cluster ${name}, which is not there`);
      const lacking = factsOf(cluster).endpoints.find((endpoint) => !this.endpoints.has(endpoint));
      if (lacking !== undefined) throw new Error(`${user.name} leads to cluster ${name} without endpoints`);
    }
    return user;
  }

  /** Endpoints are known by the clusters, routes by the listeners; what nobody refers to is forgotten. */
  private updateSubscriptions(): void {
    const clusters = [...this.active.values(), ...this.warming.values()];
    const endpoints = new Set(clusters.flatMap((cluster) => factsOf(cluster).endpoints));
    const routes = new Set([...this.listeners.values()].flatMap((listener) => factsOf(listener).routes));
    for (const name of this.endpoints.keys()) if (!endpoints.has(name)) this.endpoints.delete(name);
    for (const name of this.routes.keys()) if (!routes.has(name)) this.routes.delete(name);
    this.resubscribe(typeUrls.endpoint, this.subscribed.endpoints, endpoints);
    this.resubscribe(typeUrls.route, this.subscribed.routes, routes);
    this.subscribed = { endpoints, routes };
  }

  private resubscribe(typeUrl: TypeUrl, before: ReadonlySet<string>, after: ReadonlySet<string>): void {
    const subscribe = [...after].filter((name) => !before.has(name));
    const unsubscribe = [...before].filter((name) => !after.has(name));
    if (subscribe.length === 0 && unsubscribe.length === 0) return;
    const held = typeUrl === typeUrls.endpoint ? this.endpoints : this.routes;
    this.ask(typeUrl, subscribe, versionsOf(held), unsubscribe);
  }

  private ask(
    typeUrl: TypeUrl,
    subscribe: readonly string[],
    held: ReadonlyMap<string, string>,
    unsubscribe: readonly string[] = [],
  ): void {
    const initialVersions = this.asked.has(typeUrl) ? new Map<string, string>() : held;
    this.asked.add(typeUrl);
    this.outbox.push({ ...request(typeUrl), subscribe, unsubscribe, initialVersions });
  }
}

function request(typeUrl: TypeUrl): DeltaRequest {
  return { typeUrl, subscribe: [], unsubscribe: [], initialVersions: new Map(), nonce: "" };
}

function versionsOf(resources: ReadonlyMap<string, Resource | undefined>): ReadonlyMap<string, string> {
  return new Map(
    [...resources].flatMap(([name, resource]) => (resource ? [[name, resource.version] as const] : [])),
  );
}
