import { describe, expect, test } from "@jest/globals";
import { typeUrls } from "../../src/envoy/resource.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { positionAt } from "../../src/diagnostics/source-file.ts";
import { compiledMesh } from "../support/check-document.ts";
import { proxyOf } from "./render-documents.ts";

const service = (name: string, host: number, upstreams = ""): string => `service "${name}" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.${host}"
  ${upstreams}
}
`;
const callsApi = 'upstream "api" { local_bind_port = 9001 }';
const blocks = [
  service("api", 1),
  service("spare", 2),
  service("web", 3, callsApi),
  service("batch", 4, callsApi),
  'resolver "api" {\n  failover "*" { service = "spare" }\n}\n',
  'splitter "api" {\n  split { weight = 50 }\n  split {\n    weight  = 50\n    service = "spare"\n  }\n}\n',
  'intentions "api" {\n  source "web" { action = "allow" }\n  source "batch" { action = "deny" }\n}\n',
];

/** Proxy, type and name of every resource with its version and bytes. */
function fingerprint(documents: Parameters<typeof compiledMesh>[0]): ReadonlyMap<string, string> {
  const { proxies } = compiledMesh(documents);
  return new Map(
    proxies.flatMap(({ id, resources }) =>
      resources.map((resource) => [
        `${id} ${resource.typeUrl} ${resource.name}`,
        `${resource.version} ${Buffer.from(resource.bytes()).toString("hex")}`,
      ]),
    ),
  );
}

describe("the same documents give the same bytes", () => {
  const expected = fingerprint(blocks.join(""));
  test.each([
    ["compiled again", blocks.join("")],
    ["blocks in another order", [...blocks].reverse().join("")],
    ["one file each", Object.fromEntries(blocks.map((block, index) => [`${index}.hcl`, block]))],
    [
      "files in another order",
      Object.fromEntries([...blocks].reverse().map((block, index) => [`${index}.hcl`, block])),
    ],
    ["with comments and spaces", `# top\n${blocks.join("\n\n")}`],
  ])("%s", (_, documents) => expect(fingerprint(documents)).toEqual(expected));
});

test("adding a service changes nothing of the others", () => {
  const before = fingerprint(blocks.join(""));
  const after = fingerprint(`${service("aaa", 5, callsApi)}${blocks.join("")}${service("zzz", 6)}`);
  expect([...before].filter(([key, content]) => after.get(key) !== content)).toEqual([]);
  expect(after.size).toBeGreaterThan(before.size);
});

test("a changed intention changes the callee's routes and nothing else", () => {
  const before = fingerprint(blocks.join(""));
  const after = fingerprint(blocks.join("").replace('"deny"', '"allow"'));
  expect([...after].filter(([key, content]) => before.get(key) !== content).map(([key]) => key)).toEqual([
    `api-sidecar-proxy ${typeUrls.route} inbound~api`,
  ]);
});

test("two callers of one service share its clusters and routes as objects", () => {
  const mesh = compiledMesh(blocks.join(""));
  const shared = (id: string): ReadonlyMap<string, Resource> =>
    new Map(
      proxyOf(id, mesh)
        .resources.filter(({ typeUrl, name }) => typeUrl !== typeUrls.listener && !/local|inbound/.test(name))
        .map((resource) => [resource.name, resource]),
    );
  const web = shared("web");
  const batch = shared("batch");
  expect([...web.keys()]).toEqual([
    "api.default.dc1.internal.mesh.internal",
    "spare.default.dc1.internal.mesh.internal",
    "failover~api.default.dc1.internal.mesh.internal",
    "outbound~api",
  ]);
  for (const [name, resource] of web) expect([name, batch.get(name) === resource]).toEqual([name, true]);
});

test("every resource knows the lines it comes from", () => {
  const mesh = compiledMesh(blocks.join(""));
  const rows = proxyOf("web", mesh)
    .resources.concat(proxyOf("api", mesh).resources)
    .map(({ typeUrl, name, origins }) => [
      `${typeUrl.slice(typeUrl.lastIndexOf(".") + 1)} ${name.split(".")[0] ?? ""}`,
      origins.map(({ file, start, end }) => `${positionAt(file, start).line} ${file.text.slice(start, end)}`),
    ]);
  expect(Object.fromEntries(rows.map(([key, origins]) => [String(key), origins]))).toEqual({
    "Cluster local-application": ['1 service "api"'],
    "Cluster api": ['1 service "api"', '25 resolver "api"'],
    "Cluster spare": ['7 service "spare"'],
    "Cluster failover~api": ['1 service "api"', '25 resolver "api"'],
    "Listener inbound~web": ['13 service "web"'],
    "Listener inbound~api": ['1 service "api"'],
    "Listener outbound~api": ['17 upstream "api"'],
    "RouteConfiguration inbound~web": ['13 service "web"'],
    "RouteConfiguration inbound~api": ['1 service "api"', '37 source "batch"', '36 source "web"'],
    "RouteConfiguration outbound~api": ['28 splitter "api"'],
  });
});

test("each reference of a proxy is resolved within it", () => {
  const mesh = compiledMesh(blocks.join(""));
  for (const { id, resources, viewKeys } of mesh.proxies) {
    const names = new Set(resources.map(({ typeUrl, name }) => `${typeUrl} ${name}`));
    const text = JSON.stringify(resources.map(({ message }) => message));
    for (const [, name = ""] of text.matchAll(/"route_config_name":"([^"]+)"/g))
      expect([id, names.has(`${typeUrls.route} ${name}`)]).toEqual([id, true]);
    for (const [, name = ""] of text.matchAll(/"cluster":"([^"%]+)"/g))
      expect([id, name, names.has(`${typeUrls.cluster} ${name}`)]).toEqual([id, name, true]);
    const wanted = resources.filter(({ message }) => "eds_cluster_config" in message).length;
    expect([id, viewKeys.length]).toEqual([id, wanted]);
  }
});
