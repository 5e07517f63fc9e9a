import { describe, expect, test } from "@jest/globals";
import { typeUrls } from "../../src/envoy/resource.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { trustBundleResource } from "../../src/envoy/secret/render-secrets.ts";
import type { InstanceHealth } from "../../src/graph/mesh-graph.ts";
import { SnapshotBoard } from "../../src/server/snapshot-board.ts";
import { compiledMesh } from "../support/check-document.ts";

const service = (name: string, host: number, upstream = ""): string => `service "${name}" {
  port     = 8080
  address  = "10.0.0.${host}"
  ${upstream === "" ? "" : `upstream "${upstream}" { local_bind_port = 9000 }`}
}
`;
const documents =
  service("api", 1) + service("web", 2, "api") + service("batch", 3, "api") + service("other", 4, "web");
const mesh = compiledMesh(documents);
const proxyIds = mesh.proxies.map(({ id }) => id);
const cluster = (name: string): string => `${name}.default.dc1.internal.mesh.internal`;

interface Fixture {
  readonly board: SnapshotBoard;
  readonly health: Map<string, InstanceHealth>;
  readonly secrets: Map<string, readonly Resource[]>;
  /** The proxies told of a change since the last call. */
  readonly told: () => readonly string[];
}

function fixture(): Fixture {
  const health = new Map<string, InstanceHealth>();
  const secrets = new Map(mesh.proxies.map(({ spiffeId }) => [spiffeId, [trustBundleResource(["(root)"])]]));
  const board = new SnapshotBoard(
    { healthOf: ({ id }) => health.get(id) ?? "passing" },
    { secretsOf: (spiffeId) => secrets.get(spiffeId) },
  );
  const changes: string[] = [];
  for (const id of proxyIds) board.subscribe(id, () => changes.push(id));
  return { board, health, secrets, told: () => changes.splice(0) };
}

function committed(): Fixture {
  const site = fixture();
  site.board.commit(1, mesh);
  site.told();
  return site;
}

const endpointsOf = (board: SnapshotBoard, id: string): ReadonlyMap<string, Resource> =>
  board.current({ id })?.resources.get(typeUrls.endpoint) ?? new Map();

test("nothing is known before the first revision", () => {
  const { board } = fixture();
  expect(proxyIds.map((id) => board.current({ id }))).toEqual(proxyIds.map(() => undefined));
  board.refreshInstances(new Set(["api"]));
  expect(board.current({ id: "api-sidecar-proxy" })).toBeUndefined();
});

test("a revision is told to every proxy, and each gets all it needs", () => {
  const { board, told } = fixture();
  board.commit(7, mesh);
  expect(told()).toEqual(proxyIds);
  const snapshot = board.current({ id: "web-sidecar-proxy" });
  expect(snapshot?.revision).toBe(7);
  expect(
    [...(snapshot?.resources ?? [])].map(([typeUrl, resources]) => [
      typeUrl.split(".").at(-1),
      [...resources.keys()],
    ]),
  ).toEqual([
    ["Cluster", ["local-application", cluster("api")]],
    ["ClusterLoadAssignment", [cluster("api")]],
    ["Listener", ["inbound~web", "outbound~api"]],
    ["RouteConfiguration", []],
    ["Secret", ["trust-bundle"]],
  ]);
});

test("a snapshot stays the same object until something changes", () => {
  const { board } = committed();
  const read = () => board.current({ id: "web-sidecar-proxy" });
  const first = read();
  expect(read()).toBe(first);
  board.refreshInstances(new Set(["api"]));
  expect(read()).toBe(first);
});

describe("an instance's health", () => {
  test("touches only the proxies that use it, and there only the endpoints", () => {
    const { board, health, told } = committed();
    const before = new Map(proxyIds.map((id) => [id, board.current({ id })]));
    health.set("api", "critical");
    board.refreshInstances(new Set(["api"]));
    expect(told()).toEqual(["batch-sidecar-proxy", "web-sidecar-proxy"]);
    expect(board.current({ id: "other-sidecar-proxy" })).toBe(before.get("other-sidecar-proxy"));
    for (const typeUrl of [typeUrls.cluster, typeUrls.listener, typeUrls.route]) {
      expect(board.current({ id: "web-sidecar-proxy" })?.resources.get(typeUrl)).toBe(
        before.get("web-sidecar-proxy")?.resources.get(typeUrl),
      );
    }
    expect(endpointsOf(board, "web-sidecar-proxy").get(cluster("api"))?.message).toEqual({
      cluster_name: cluster("api"),
    });
  });

  test("is rendered once for all who use it", () => {
    const { board, health } = committed();
    health.set("api", "warning");
    board.refreshInstances(new Set(["api"]));
    const of = (id: string): Resource | undefined => endpointsOf(board, id).get(cluster("api"));
    expect(of("web-sidecar-proxy")).toBe(of("batch-sidecar-proxy"));
  });

  test.each<[string, InstanceHealth, readonly string[]]>([
    ["a warning keeps the endpoints as they are", "warning", []],
    ["what fails leaves them", "critical", ["batch-sidecar-proxy", "web-sidecar-proxy"]],
  ])("%s", (_, now, expected) => {
    const { board, health, told } = committed();
    health.set("api", now);
    board.refreshInstances(new Set(["api"]));
    expect(told()).toEqual(expected);
  });

  test("is provisional as long as it is unknown", () => {
    const { board, health, told } = fixture();
    health.set("api", "unknown");
    board.commit(1, mesh);
    told();
    const isProvisional = (): boolean | undefined =>
      endpointsOf(board, "web-sidecar-proxy").get(cluster("api"))?.provisional;
    expect(isProvisional()).toBe(true);
    health.set("api", "critical");
    board.refreshInstances(new Set(["api"]));
    // The endpoints are the same, but now they are sure.
    expect([isProvisional(), told()]).toEqual([false, ["batch-sidecar-proxy", "web-sidecar-proxy"]]);
  });

  test("of an instance nobody declares is nobody's", () => {
    const { board, told } = committed();
    board.refreshInstances(new Set(["nobody"]));
    expect(told()).toEqual([]);
  });
});

describe("secrets", () => {
  test("a proxy without them has no snapshot yet", () => {
    const { board, secrets, told } = committed();
    const spiffeId = mesh.proxies.find(({ id }) => id === "web-sidecar-proxy")?.spiffeId ?? "";
    const held = secrets.get(spiffeId) ?? [];
    secrets.delete(spiffeId);
    expect(board.current({ id: "web-sidecar-proxy" })).toBeUndefined();
    secrets.set(spiffeId, held);
    board.refreshSecrets(spiffeId);
    expect(told()).toEqual(["web-sidecar-proxy"]);
    expect(board.current({ id: "web-sidecar-proxy" })?.resources.get(typeUrls.secret)?.size).toBe(1);
  });
});

describe("a new revision", () => {
  test("forgets the proxies it does not have", () => {
    const { board } = committed();
    board.commit(2, compiledMesh(service("api", 1)));
    expect(board.current({ id: "web-sidecar-proxy" })).toBeUndefined();
    expect(board.current({ id: "api-sidecar-proxy" })?.revision).toBe(2);
  });

  test("is told to a proxy whose resources are the same, by its number", () => {
    const { board, told } = committed();
    board.commit(2, mesh);
    expect(told()).toEqual(proxyIds);
    expect(board.current({ id: "web-sidecar-proxy" })?.revision).toBe(2);
  });
});

test("who has unsubscribed is told nothing more, and others of the same proxy still are", () => {
  const { board } = fixture();
  const told: string[] = [];
  const unsubscribe = board.subscribe("web-sidecar-proxy", () => told.push("first"));
  board.subscribe("web-sidecar-proxy", () => told.push("second"));
  unsubscribe();
  unsubscribe();
  board.commit(1, mesh);
  expect(told).toEqual(["second"]);
});

describe("callers that prefer near instances", () => {
  const place = (zone: string): string => `locality {\n    region = "eu"\n    zone   = "${zone}"\n  }`;
  const near = compiledMesh(`service "api" {
  port = 8080
  instance "api-a" {
    address = "10.0.0.1"
    ${place("a")}
  }
  instance "api-b" {
    address = "10.0.0.2"
    ${place("b")}
  }
}
${["a", "b"]
  .map(
    (zone, position) => `service "web-${zone}" {
  port    = 8080
  address = "10.0.1.${position}"
  ${place(zone)}
  upstream "api" { local_bind_port = 9000 }
}
`,
  )
  .join("")}
resolver "api" {
  prioritize_by_locality { mode = "failover" }
}
`);
  const addresses = (resources: ReadonlyMap<string, Resource>): readonly string[] =>
    [...resources.values()].map(({ name, message }) =>
      [name, ...[...JSON.stringify(message).matchAll(/10\.0\.0\.\d/g)].map(([found]) => found)].join(" "),
    );

  test("get their own endpoints, anew when an instance changes", () => {
    const health = new Map<string, InstanceHealth>();
    const board = new SnapshotBoard(
      { healthOf: ({ id }) => health.get(id) ?? "passing" },
      { secretsOf: () => [] },
    );
    board.commit(1, near);
    const seen = (): readonly (readonly string[])[] =>
      ["a", "b"].map((zone) => addresses(endpointsOf(board, `web-${zone}-sidecar-proxy`)));
    expect(seen()).toEqual([
      [`near~eu/a~${cluster("api")} 10.0.0.1 10.0.0.2`],
      [`near~eu/b~${cluster("api")} 10.0.0.2 10.0.0.1`],
    ]);
    const changes: string[] = [];
    for (const { id } of near.proxies) board.subscribe(id, () => changes.push(id));
    health.set("api-a", "critical");
    board.refreshInstances(new Set(["api-a"]));
    expect(changes).toEqual(["web-a-sidecar-proxy", "web-b-sidecar-proxy"]);
    expect(seen()).toEqual([
      [`near~eu/a~${cluster("api")} 10.0.0.2`],
      [`near~eu/b~${cluster("api")} 10.0.0.2`],
    ]);
  });
});
