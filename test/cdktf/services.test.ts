import { App, TerraformStack, Token } from "cdktf";
import { describe, expect, test } from "@jest/globals";
import { IntentionAction, Mesh, Protocol } from "meshwork/cdktf";
import type { Service } from "meshwork/cdktf";

/** What a mesh says: each entry's block by its header, without those of `web` and `api` themselves. */
function documents(
  say: (mesh: Mesh, web: Service, api: Service) => unknown,
): Readonly<Record<string, string>> {
  const mesh = new Mesh(new TerraformStack(new App(), "stack"), "mesh");
  const web = mesh.addService("web", { port: 8080, protocol: Protocol.HTTP });
  const api = mesh
    .addService("api", { port: 9090, protocol: Protocol.HTTP })
    .addInstance("api-v1", { sidecarPort: 21_001, meta: { version: "v1" } })
    .addInstance("api-v2", { port: 9091, sidecarPort: 21_002, meta: { version: "v2" } });
  say(mesh, web, api);
  const { findings, files } = mesh.compile();
  expect(findings.filter(({ severity }) => severity === "error").map(({ text }) => text)).toEqual([]);
  const blocks = [...files.values()].flatMap((text) => text.split(/\n(?=\S.*\{)/));
  const named = blocks.map((block) => [
    /^(.*?) \{/.exec(block)?.[1] ?? "",
    block.replace(/\s+/g, " ").trim(),
  ]);
  return Object.fromEntries(named.filter(([header]) => header !== 'service "api"')) as Record<string, string>;
}

const web = 'service "web" { port = 8080 protocol = "http" }';

/** What each method says. */
const rows: readonly {
  readonly name: string;
  readonly say: (mesh: Mesh, web: Service, api: Service) => unknown;
  readonly said: Readonly<Record<string, string>>;
}[] = [
  {
    name: "connectTo, at a port of its own",
    say: (_, web, api) => web.connectTo(api),
    said: {
      'service "web"':
        'service "web" { port = 8080 protocol = "http" upstream "api" { local_bind_port = 12567 } }',
    },
  },
  {
    name: "connectTo, with more",
    say: (_, web, api) => web.connectTo(api, { localBindPort: 9001, config: { connectTimeoutMs: 100 } }),
    said: {
      'service "web"':
        'service "web" { port = 8080 protocol = "http" upstream "api" { local_bind_port = 9001 config { connect_timeout_ms = 100 } } }',
    },
  },
  {
    name: "allowTo",
    say: (_, web, api) => web.allowTo(api),
    said: { 'intentions "api"': 'intentions "api" { source "web" { action = "allow" } }' },
  },
  {
    name: "allowTo and denyTo, in their order",
    say: (_, web, api) =>
      web
        .denyTo(api, { pathPrefix: "/v1/admin" })
        .allowTo(api, { methods: ["GET"], pathPrefix: "/v1", header: [{ name: "x-team", exact: "a" }] }),
    said: {
      'intentions "api"':
        'intentions "api" { source "web" { permission { action = "deny" http { path_prefix = "/v1/admin" } } permission { action = "allow" http { methods = ["GET"] path_prefix = "/v1" header "x-team" { exact = "a" } } } } }',
    },
  },
  {
    name: "intentions of several callers, and of the destination",
    say: (mesh, web, api) => {
      mesh.addService("cron", { port: 7000, address: "127.0.0.2" }).allowTo(api);
      web.allowTo(api);
      mesh.addEntry("service-intentions", api, {
        enforcement: "audit",
        sources: [{ name: "*", action: IntentionAction.DENY }],
      });
    },
    said: {
      'service "cron"': 'service "cron" { port = 7000 address = "127.0.0.2" }',
      'intentions "api"':
        'intentions "api" { enforcement = "audit" source "*" { action = "deny" } source "web" { action = "allow" } source "cron" { action = "allow" } }',
    },
  },
  {
    name: "split, by versions",
    say: (_, __, api) => api.split({ v1: 90, v2: 10 }),
    said: {
      'splitter "api"':
        'splitter "api" { split { weight = 90 subset = "v1" } split { weight = 10 subset = "v2" } }',
      'resolver "api"':
        'resolver "api" { subset "v1" { filter = "Service.Meta.version == \\"v1\\"" } subset "v2" { filter = "Service.Meta.version == \\"v2\\"" } }',
    },
  },
  {
    name: "split, with more, to subsets that are described",
    say: (mesh, _, api) => {
      const old = mesh.addService("old", { port: 7000, protocol: Protocol.HTTP, address: "127.0.0.2" });
      api
        .addSubset("blue", { filter: 'Service.ID == "api-v1"', onlyPassing: true })
        .split({ blue: { weight: 60, requestHeaders: { set: { "x-blue": "1" } } } });
      mesh.addEntry("service-splitter", api, { splits: [{ weight: 40, service: old }] });
    },
    said: {
      'service "old"': 'service "old" { port = 7000 protocol = "http" address = "127.0.0.2" }',
      'splitter "api"':
        'splitter "api" { split { subset = "blue" weight = 60 request_headers { set = { x-blue = "1" } } } split { weight = 40 service = "old" } }',
      'resolver "api"':
        'resolver "api" { subset "blue" { filter = "Service.ID == \\"api-v1\\"" only_passing = true } }',
    },
  },
  {
    name: "route",
    say: (_, __, api) =>
      api
        .addSubset("v2")
        .route({ pathPrefix: "/v2", methods: ["GET"] }, { subset: "v2", numRetries: 2, retryOn: ["5xx"] })
        .route({ pathExact: "/old" }, { prefixRewrite: "/new" }),
    said: {
      'router "api"':
        'router "api" { route { match { http { path_prefix = "/v2" methods = ["GET"] } } destination { subset = "v2" num_retries = 2 retry_on = ["5xx"] } } route { match { http { path_exact = "/old" } } destination { prefix_rewrite = "/new" } } }',
      'resolver "api"': 'resolver "api" { subset "v2" { filter = "Service.Meta.version == \\"v2\\"" } }',
    },
  },
  {
    name: "the resolver",
    say: (mesh, _, api) => {
      const backup = mesh.addService("backup", { port: 7000, protocol: Protocol.HTTP, address: "127.0.0.2" });
      api
        .addSubset("v1")
        .defaultSubset("v1")
        .failover({ "*": { service: backup } })
        .loadBalance({ policy: "ring_hash", hashPolicies: [{ sourceIp: true }] })
        .configureResolver({ requestTimeout: "3s" });
    },
    said: {
      'service "backup"': 'service "backup" { port = 7000 protocol = "http" address = "127.0.0.2" }',
      'resolver "api"':
        'resolver "api" { subset "v1" { filter = "Service.Meta.version == \\"v1\\"" } default_subset = "v1" failover "*" { service = "backup" } load_balancer { policy = "ring_hash" hash_policy { source_ip = true } } request_timeout = "3s" }',
    },
  },
  {
    name: "redirectTo",
    say: (mesh, web, api) => {
      mesh.addService("old", { port: 7000, protocol: Protocol.HTTP, address: "127.0.0.2" }).redirectTo(api);
      web.connectTo("old", { localBindPort: 9001 });
    },
    said: {
      'service "old"': 'service "old" { port = 7000 protocol = "http" address = "127.0.0.2" }',
      'resolver "old"': 'resolver "old" { redirect { service = "api" } }',
      'service "web"':
        'service "web" { port = 8080 protocol = "http" upstream "old" { local_bind_port = 9001 } }',
    },
  },
  {
    name: "what holds for all, and issuers of tokens",
    say: (mesh, web, api) => {
      mesh.addProxyDefaults({ config: { localRequestTimeoutMs: 500 } });
      mesh.addJwtProvider("okta", {
        issuer: "https://id.example.com",
        jsonWebKeySet: { remote: { uri: "https://id.example.com/keys" } },
      });
      web.allowTo(api, { pathPrefix: "/", jwt: { providers: [{ name: "okta" }] } });
    },
    said: {
      proxy_defaults: "proxy_defaults { config { local_request_timeout_ms = 500 } }",
      'jwt_provider "okta"':
        'jwt_provider "okta" { issuer = "https://id.example.com" json_web_key_set { remote { uri = "https://id.example.com/keys" } } }',
      'intentions "api"':
        'intentions "api" { source "web" { permission { action = "allow" http { path_prefix = "/" } jwt { provider "okta" {} } } } }',
    },
  },
];

describe("a service says", () => {
  test.each(rows)("$name", ({ say, said }) => {
    expect(documents(say)).toEqual({ 'service "web"': web, ...said });
  });
});

test("a service may have any name, whatever constructs the mesh makes for itself", () => {
  const mesh = new Mesh(new TerraformStack(new App(), "stack"), "mesh");
  mesh.addProxyDefaults({ config: { localRequestTimeoutMs: 500 } });
  const names = ["document", "default", "reference", "proxy-defaults", "constructor", "entry"];
  const services = names.map((name, index) =>
    mesh.addService(name, { port: 9000 + index, address: `10.0.0.${index}` }),
  );
  expect(services.map(({ serviceName }) => serviceName)).toEqual(names);
  expect(mesh.compile().findings.map(({ text }) => text)).toEqual([]);
});

describe("a service may be referred to", () => {
  test.each<readonly [order: string, make: (mesh: Mesh) => readonly string[]]>([
    ["after it is declared", (mesh) => [declare(mesh), refer(mesh)]],
    ["before it is declared", (mesh) => [refer(mesh), declare(mesh)].reverse()],
  ])("%s, and the constructs' paths are the same", (_, make) => {
    const mesh = new Mesh(new TerraformStack(new App(), "stack"), "mesh");
    mesh.addService("web", { port: 8080 });
    expect(make(mesh)).toEqual(["stack/mesh/db", "stack/mesh/reference:db"]);
    expect(mesh.compile().findings.map(({ text }) => text)).toEqual([]);
  });

  function declare(mesh: Mesh): string {
    return mesh.addService("db", { port: 5432, address: "10.0.0.2" }).node.path;
  }

  function refer(mesh: Mesh): string {
    return mesh.serviceNamed("db").allowTo("web").node.path;
  }
});

test("the resource's address is the mesh's", () => {
  const stack = new TerraformStack(new App(), "stack");
  expect(new Mesh(stack, "edge").resource.terraformResourceType).toBe("mesh_document");
  expect(new Mesh(stack, "core", { set: "core" }).resource.friendlyUniqueId).toBe("core");
});

test("an upstream knows its address, which depends on the destination's name alone", () => {
  const mesh = new Mesh(new TerraformStack(new App(), "stack"), "mesh");
  const service = mesh.addService("web", { port: 8080 });
  const { localBindAddress, localBindPort } = service.connectTo("api");
  expect({ localBindAddress, localBindPort }).toEqual({
    localBindAddress: "127.0.0.1",
    localBindPort: 12_567,
  });
  expect(service.connectTo("db", { localBindPort: 5432 }).localBindPort).toBe(5432);
  const other = mesh.addService("other", { port: 8081 });
  other.connectTo("db");
  expect(other.connectTo("api").localBindPort).toBe(12_567);
});

test("no construct is taken for a token, as everything with a method `resolve` would be", () => {
  const mesh = new Mesh(new TerraformStack(new App(), "stack"), "mesh");
  const service = mesh.addService("web", { port: 8080 });
  const constructs = [mesh, service, service.connectTo("api"), mesh.serviceNamed("api")];
  expect(constructs.filter((construct) => Token.isUnresolved(construct))).toEqual([]);
});
