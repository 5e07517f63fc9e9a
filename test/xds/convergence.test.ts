import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { typeUrls, type ProxySnapshot, type Resource } from "../../src/envoy/resource.ts";
import type { DeltaEffect, DeltaEvent, SendEffect } from "../../src/xds/delta-event.ts";
import { factsOf } from "../../src/xds/resource-facts.ts";
import { stepDelta } from "../../src/xds/step-delta.ts";
import { openStream, type StreamState } from "../../src/xds/stream-state.ts";
import { ModelProxy } from "./model-proxy.ts";
import { cluster, endpoints, listener, route, snapshotOf, staticCluster } from "./resources.ts";

/** Server and proxy with the messages between them; each arrives when the schedule says so. */
class World {
  readonly proxy: ModelProxy;
  readonly facts: DeltaEffect[] = [];
  snapshot: ProxySnapshot = snapshotOf(0, []);
  private state: StreamState = openStream();
  private readonly toProxy: SendEffect[] = [];
  private readonly unanswered = new Map<string, string>();

  constructor(isBad: (resource: Resource) => boolean) {
    this.proxy = new ModelProxy(isBad);
  }

  commit(snapshot: ProxySnapshot): void {
    this.snapshot = snapshot;
    this.step({ kind: "snapshot", snapshot });
  }

  reconnect(): void {
    this.toProxy.length = 0;
    this.unanswered.clear();
    this.state = openStream();
    this.proxy.connect();
    this.step({ kind: "snapshot", snapshot: this.snapshot });
  }

  deliver({ count, to }: Extract<Action, { kind: "deliver" }>): void {
    for (let left = count; left > 0; left -= 1) {
      if (to === "proxy") this.deliverToProxy();
      else this.deliverToServer();
    }
  }

  private deliverToProxy(): boolean {
    const response = this.toProxy.shift();
    if (response) this.proxy.receive(response);
    return response !== undefined;
  }

  private deliverToServer(): boolean {
    const request = this.proxy.nextRequest();
    if (!request) return false;
    if (request.nonce !== "") this.unanswered.delete(request.typeUrl);
    this.step({ kind: "request", request });
    return true;
  }

  /** Delivers everything; false when there is no end to it. */
  settle(): boolean {
    for (let round = 0; round < 1_000; round += 1) {
      const moved = this.deliverToProxy() || this.deliverToServer();
      if (!moved) return true;
    }
    return false;
  }

  verdict(): DeltaEffect | undefined {
    return this.facts.findLast(({ kind }) => kind === "acknowledged" || kind === "rejected");
  }

  private step(event: DeltaEvent): void {
    const { state, effects } = stepDelta(this.state, event);
    this.state = state;
    for (const effect of effects) {
      if (effect.kind !== "send") {
        this.facts.push(effect);
        continue;
      }
      if (this.unanswered.has(effect.typeUrl))
        throw new Error(`two responses of ${effect.typeUrl} are unanswered`);
      this.unanswered.set(effect.typeUrl, effect.nonce);
      this.toProxy.push(effect);
    }
  }
}

type Action =
  | { readonly kind: "commit"; readonly resources: readonly Resource[] }
  | { readonly kind: "deliver"; readonly count: number; readonly to: "proxy" | "server" }
  | { readonly kind: "reconnect" };

function play(actions: readonly Action[], isBad: (resource: Resource) => boolean): World {
  const world = new World(isBad);
  let revision = 0;
  for (const action of actions) {
    switch (action.kind) {
      case "commit":
        revision += 1;
        world.commit(snapshotOf(revision, action.resources));
        break;
      case "deliver":
        world.deliver(action);
        break;
      case "reconnect":
        world.reconnect();
        break;
    }
  }
  return world;
}

const version = fc.constantFrom("1", "2", "3");
const backends = ["a", "b", "c", "d"];

const backend = (name: string): fc.Arbitrary<readonly Resource[]> =>
  fc
    .tuple(version, version, fc.nat(2), fc.constantFrom("eds", "eds", "eds", "static"))
    .map(([own, assigned, count, kind]) =>
      // Content follows from the version, as with hashes.
      kind === "static"
        ? [staticCluster(name, `static-${own}`)]
        : [cluster(name, own), endpoints(name, `${assigned}-${count}`, count)],
    );

const doorNames = ["l1", "l2", "l3"] as const;
type Ports = Readonly<Record<(typeof doorNames)[number], string>>;

const ownPorts: Ports = { l1: "p1", l2: "p2", l3: "p3" };
const anyPorts = fc
  .shuffledSubarray(["p1", "p2", "p3", "p4"], { minLength: 3 })
  .map(([l1 = "", l2 = "", l3 = ""]): Ports => ({ l1, l2, l3 }));

/** Snapshots in which every reference resolves, nothing is unreachable, and each listener has a port of its own. */
const resourcesAt = (ports: fc.Arbitrary<Ports>): fc.Arbitrary<readonly Resource[]> =>
  fc
    .uniqueArray(fc.constantFrom(...backends), { minLength: 1 })
    .chain((names) =>
      fc.record({
        ports,
        backends: fc.tuple(...names.map(backend)),
        doors: fc.uniqueArray(
          fc.record({
            name: fc.constantFrom(...doorNames),
            version,
            kind: fc.constantFrom("http", "tcp"),
            to: fc.subarray(names),
          }),
          { selector: ({ name }) => name },
        ),
      }),
    )
    .map(({ ports: at, backends: rendered, doors }) => [
      ...rendered.flat(),
      ...doors.flatMap((each) => door({ ...each, port: at[each.name] })),
    ]);

const resources = resourcesAt(fc.constant(ownPorts));

function door({
  name,
  version: own,
  kind,
  to,
  port,
}: {
  name: string;
  version: string;
  kind: string;
  to: readonly string[];
  port: string;
}): readonly Resource[] {
  const content = `${own}-${to.join("")}`;
  const address = { socket_address: { address: "127.0.0.1", port_value: port } };
  if (kind === "http")
    return [listener(name, [`r-${name}`], `${own}-${port}`, { address }), route(`r-${name}`, to, content)];
  const filters = to.map((target) => ({ cluster: target }));
  return [listener(name, [], `tcp-${content}-${port}`, { address, filters })];
}

const committed = (of: typeof resources): fc.Arbitrary<Action> =>
  of.map((each): Action => ({ kind: "commit", resources: each }));
const delivered: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant("deliver" as const),
  count: fc.integer({ min: 1, max: 4 }),
  to: fc.constantFrom("proxy" as const, "server" as const),
});
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: committed(resources) },
  { weight: 6, arbitrary: delivered },
  { weight: 1, arbitrary: fc.constant<Action>({ kind: "reconnect" }) },
);

const life = fc
  .tuple(resources, fc.array(action, { maxLength: 40 }))
  .map(([first, rest]): readonly Action[] => [{ kind: "commit", resources: first }, ...rest]);

describe("a proxy whose listeners change places", () => {
  const moving = resourcesAt(anyPorts);
  const moves = fc.oneof({ weight: 1, arbitrary: committed(moving) }, { weight: 2, arbitrary: delivered });

  test("comes to hold them all, and is never told of two at one address", () => {
    fc.assert(
      fc.property(committed(moving), fc.array(moves, { maxLength: 40 }), (first, rest) => {
        const world = play([first, ...rest], () => false);
        expect(world.settle()).toBe(true);
        const { proxy, snapshot } = world;
        expect(world.verdict()).toEqual({ kind: "acknowledged", revision: snapshot.revision });
        expect(contents(proxy.listeners)).toEqual(contents(snapshot.resources.get(typeUrls.listener)));
        expect(contents(proxy.routes)).toEqual(contents(snapshot.resources.get(typeUrls.route)));
      }),
      { numRuns: 500 },
    );
  });
});

describe("a proxy that accepts everything", () => {
  test("comes to hold the last snapshot, whatever comes between, and is never led to what it has not got", () => {
    fc.assert(
      fc.property(life, (actions) => {
        const world = play(actions, () => false);
        expect(world.settle()).toBe(true);
        const { proxy, snapshot } = world;
        expect(world.verdict()).toEqual({ kind: "acknowledged", revision: snapshot.revision });
        expect(contents(proxy.active)).toEqual(contents(snapshot.resources.get(typeUrls.cluster)));
        expect(proxy.warming.size).toBe(0);
        expect(contents(proxy.endpoints)).toEqual(contents(snapshot.resources.get(typeUrls.endpoint)));
        expect(contents(proxy.listeners)).toEqual(contents(snapshot.resources.get(typeUrls.listener)));
        expect(contents(proxy.routes)).toEqual(contents(snapshot.resources.get(typeUrls.route)));
      }),
      { numRuns: 300 },
    );
  });
});

describe("a proxy that refuses some resources", () => {
  const refusals = fc.uniqueArray(
    fc.tuple(fc.constantFrom(...backends, "l1", "l2", "l3", "r-l1", "r-l2"), version),
  );

  test("is told no end of nothing, holds all that does not depend on them, and recovers when they are repaired", () => {
    fc.assert(
      fc.property(life, refusals, resources, (actions, refused, repaired) => {
        const bad = new Set(refused.map(([name, content]) => `${name}@${content}`));
        let isRepaired = false;
        const world = play(
          actions,
          (resource) => !isRepaired && bad.has(`${resource.name}@${resource.version[0]}`),
        );
        expect(world.settle()).toBe(true);
        expect(world.verdict()).toMatchObject({ revision: world.snapshot.revision });
        expectUnaffectedDelivered(world);

        isRepaired = true;
        world.commit(
          snapshotOf(
            world.snapshot.revision + 1,
            repaired.map((each) => ({ ...each, version: `${each.version}-repaired` })),
          ),
        );
        expect(world.settle()).toBe(true);
        expect(world.verdict()).toEqual({ kind: "acknowledged", revision: world.snapshot.revision });
      }),
      { numRuns: 300 },
    );
  });

  function expectUnaffectedDelivered({ proxy, snapshot, facts }: World): void {
    const refusedNames = new Set(facts.flatMap((fact) => (fact.kind === "refused" ? fact.resources : [])));
    for (const each of snapshot.resources.get(typeUrls.cluster)?.values() ?? []) {
      if (!refusedNames.has(each.name)) expect(proxy.active.get(each.name)?.version).toBe(each.version);
    }
    for (const each of snapshot.resources.get(typeUrls.listener)?.values() ?? []) {
      const { clusters, routes } = factsOf(each);
      const used = routes.flatMap(
        (name) => factsOf(snapshot.resources.get(typeUrls.route)?.get(name) ?? each).clusters,
      );
      const dependsOnRefused = [each.name, ...clusters, ...routes, ...used].some((name) =>
        refusedNames.has(name),
      );
      if (!dependsOnRefused) expect(proxy.listeners.get(each.name)?.version).toBe(each.version);
    }
  }
});

function contents(held: ReadonlyMap<string, Resource | undefined> | undefined): readonly string[] {
  return [...(held ?? [])].map(([name, resource]) => `${name}@${resource?.version ?? "none"}`).sort();
}
