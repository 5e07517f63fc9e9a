import { App, Aspects, TerraformStack, TerraformVariable } from "cdktf";
import { describe, expect, test } from "@jest/globals";
import { Mesh, MeshProvider, Protocol, Service } from "meshwork/cdktf";
import type { ServiceProps } from "meshwork/cdktf";
import { documentOf, synthesize } from "./support/synthesized.ts";

const http: ServiceProps = { port: 9090, protocol: Protocol.HTTP };

/** Each is one mistake in a mesh that is right but for it, and where it is to be found. */
const mistakes: readonly {
  readonly name: string;
  readonly make: (mesh: Mesh, web: Service, api: Service) => unknown;
  readonly at: string;
  readonly code: string;
}[] = [
  {
    name: "an upstream that nobody declares",
    make: (_, web) => web.connectTo("apj"),
    at: "web/connect-apj",
    code: "MESH3002",
  },
  {
    name: "an intention on a service that nobody declares",
    make: (_, web) => web.allowTo("apj"),
    at: "web/allow-apj",
    code: "MESH3002",
  },
  {
    name: "weights that do not add up",
    make: (_, __, api) => api.split({ v1: 80, v2: 10 }),
    at: "api/split",
    code: "MESH3004",
  },
  {
    name: "a second statement of one thing, at the second",
    make: (_, web, api) => web.allowTo(api).allowTo(api),
    at: "web/allow-api-2",
    code: "MESH1018",
  },
  {
    name: "a malformed path of a check",
    make: (_, __, api) => api.addCheck({ type: "http", path: "health" }),
    at: "api/check",
    code: "MESH2003",
  },
  {
    name: "a permission of a service that speaks no http",
    make: (mesh, web) =>
      web.allowTo(mesh.addService("db", { port: 5432, address: "127.0.0.4" }), { methods: ["GET"] }),
    at: "web/allow-db",
    code: "MESH3006",
  },
  {
    name: "a property that no schema knows",
    make: (mesh) => mesh.addService("other", Object.assign({ prot: 80 }, http)),
    at: "other",
    code: "MESH1040",
  },
];

describe("a mistake", () => {
  test.each(mistakes)("$name is refused at $at, and nothing is written", ({ make, at, code }) => {
    const { refusal, stack } = synthesize((scope) => {
      const mesh = new Mesh(scope, "mesh");
      const web = mesh.addService("web", { ...http, address: "127.0.0.2" });
      make(mesh, web, mesh.addService("api", { ...http, meta: { version: "v1" }, address: "127.0.0.3" }));
    });
    const found = [...(refusal ?? "").matchAll(/^ {2}\[(\S+)\] (MESH\d+)/gm)].map(([, path, found]) => [
      path,
      found,
    ]);
    expect(found).toEqual([[`stack/mesh/${at}`, code]]);
    expect(stack).toBeUndefined();
  });

  test("names the line that made the construct", () => {
    let line = 0;
    const { refusal } = synthesize((scope) => {
      const mesh = new Mesh(scope, "mesh");
      const web = mesh.addService("web", http);
      line = lineOf(new Error());
      web.connectTo("nobody");
    });
    expect(refusal).toContain(`at stack/mesh/web/connect-nobody (test/cdktf/mistakes.test.ts:${line + 1}:`);
  });

  test("is found at every construct at once, related ones named by their constructs", () => {
    const { refusal } = synthesize((scope) => {
      const mesh = new Mesh(scope, "mesh", { datacenter: "NO" });
      const web = mesh.addService("web", http);
      mesh.addService("api", { ...http, name: "web" });
      web.connectTo("nobody");
    });
    expect(refusal).toContain("[stack/mesh] MESH2003");
    expect(refusal).toContain("[stack/mesh/web/connect-nobody] MESH3002");
    expect(refusal).toMatch(/\[stack\/mesh\/api\] MESH\d+: [^]*at stack\/mesh\/web \(test/);
  });

  test("of a document is found at the mesh, with the line that made it", () => {
    const { refusal } = synthesize(
      (scope) => new Mesh(scope, "mesh", Mesh.fromDocument("test/cdktf/no-such.hcl")),
    );
    expect(refusal).toContain("[stack/mesh] MESH");
    expect(refusal).toContain('"test/cdktf/no-such.hcl" does not exist');
    expect(refusal).toMatch(
      /\n {4}The mesh is made at stack\/mesh \(test\/cdktf\/mistakes\.test\.ts:\d+:\d+\)\n/,
    );
  });

  test("is no mistake where another set may declare what is missing; others are", () => {
    const { refusal } = synthesize((scope) => {
      const mesh = new Mesh(scope, "mesh", { hasOtherSets: true });
      const web = mesh.addService("web", http);
      web.connectTo("elsewhere");
      web.allowTo("elsewhere");
      web.connectTo("other", { localBindPort: 0 });
    });
    expect([...(refusal ?? "").matchAll(/^ {2}\[(\S+)\]/gm)].map(([, path]) => path)).toEqual([
      "stack/mesh/web/connect-other",
    ]);
  });

  test.each<readonly [name: string, id: string, name: string | undefined]>([
    ["under another id", "other", "web"],
    ["under the same id", "web", undefined],
  ])("is a second service of one name, %s: told once, with both places", (_, id, name) => {
    const { refusal } = synthesize((scope) => {
      const mesh = new Mesh(scope, "mesh");
      const web = mesh.addService("web", { ...http, meta: { version: "v1" } });
      web.addInstance("first", { port: 9001 });
      const second = mesh.addService(id, {
        ...http,
        ...(name !== undefined && { name }),
        meta: { version: "v2" },
      });
      second.addInstance("second", { port: 9002, sidecarPort: 21_009 });
      mesh.addService("api", { ...http, address: "10.0.0.2" });
      second.connectTo("api");
    });
    const place = (path: string) =>
      String.raw`at stack/mesh/${path} \(test/cdktf/mistakes\.test\.ts:\d+:\d+\)`;
    const path = id === "web" ? "web-2" : id;
    expect(refusal).toMatch(
      new RegExp(
        String.raw`^\S.*\n {2}\[stack/mesh/${path}\] MESH3001: Declared twice\n {4}${place(path)}\n {4}The service "web" .*\n {4}First declared here\. ${place("web")}\n\n.*\n$`,
      ),
    );
  });

  test("is a kind of entries that there is not", () => {
    const { refusal } = synthesize((scope) => {
      const kind = "service-slitter" as "service-splitter";
      new Mesh(scope, "mesh").addEntry(kind, "web", { splits: [] });
    });
    expect(refusal).toMatch(
      /\n {2}\[stack\/mesh\/service-slitter:web\] MESH1041: .*\n {4}at .*\n {4}There are no entries of the kind "service-slitter"\. Did you mean "service-splitter"\? Known are .*\n/,
    );
  });

  test("that an aspect mends is none", () => {
    const synthesized = synthesize((scope) => {
      const mesh = new Mesh(scope, "mesh");
      mesh.addService("web", { port: 70_000 });
      Aspects.of(scope).add({
        visit: (construct) => {
          if (construct instanceof Service) construct.configure({ port: 7_000 });
        },
      });
    });
    expect(documentOf(synthesized).files["web.hcl"]).toContain("port = 7000");
  });
});

describe("two meshes of one stack", () => {
  const twice = (what: string) =>
    new RegExp(
      String.raw`\n {2}\[stack/second\] MESH3001: Declared twice\n {4}at stack/second \(test/\S*:\d+:\d+\)\n {4}${what} is kept at stack/first \(test/\S*:\d+:\d+\) already\. `,
    );

  test.each<readonly [name: string, make: (scope: TerraformStack) => unknown, refusal: RegExp | undefined]>([
    [
      "that name no set",
      (scope) => [new Mesh(scope, "first"), new Mesh(scope, "second")],
      twice("The provider's set"),
    ],
    [
      "of the same set",
      (scope) => [new Mesh(scope, "first", { set: "edge" }), new Mesh(scope, "second", { set: "edge" })],
      twice('The set "edge"'),
    ],
    [
      "of which one names the provider's set",
      (scope) => {
        new MeshProvider(scope, "provider", { set: "edge" });
        return [new Mesh(scope, "first"), new Mesh(scope, "second", { set: "edge" })];
      },
      twice('The set "edge"'),
    ],
    [
      "of a set that only Terraform knows",
      (scope) => {
        const set = new TerraformVariable(scope, "set", { type: "string" }).stringValue;
        return [new Mesh(scope, "first", { set }), new Mesh(scope, "second", { set })];
      },
      twice(String.raw`The set "\$\{var\.set\}"`),
    ],
    [
      "of different sets",
      (scope) => [new Mesh(scope, "first"), new Mesh(scope, "second", { set: "edge" })],
      undefined,
    ],
    [
      "of different providers",
      (scope) => {
        const providers = ["a", "b"].map((alias) => new MeshProvider(scope, alias, { alias }));
        return providers.map(
          (provider, index) => new Mesh(scope, ["first", "second"][index] ?? "", { provider }),
        );
      },
      undefined,
    ],
  ])("%s", (_, make, refusal) => {
    const synthesized = synthesize((scope) => void make(scope)).refusal;
    if (refusal) expect(synthesized).toMatch(refusal);
    else expect(synthesized).toBeUndefined();
  });
});

test("a mesh may come after another one that it needs", () => {
  const { refusal, stack } = synthesize((scope) => {
    const mesh = new Mesh(scope, "mesh");
    const api = mesh.addService("api", http);
    const more = new Mesh(scope, "more", { set: "more", hasOtherSets: true, dependsOn: [mesh.resource] });
    more.addService("web", http).connectTo(api);
  });
  expect(refusal).toBeUndefined();
  const [[first], [, more]] = Object.entries(stack?.resource?.mesh_document ?? {}) as [
    [string, unknown],
    [string, { readonly depends_on: unknown }],
  ];
  expect(more.depends_on).toEqual([`mesh_document.${first}`]);
});

test("what is likely a mistake is one warning at its construct, and stops nothing", () => {
  const { mesh, api, stack } = twoServices();
  const web = mesh.serviceNamed("web");
  web.allowTo(api, { pathPrefix: "/" }).denyTo(api, { pathPrefix: "/admin" });
  // Synthesizing asks twice.
  for (let time = 0; time < 2; time += 1)
    expect(stack.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
  const warnings = stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === "@cdktf/warn")
        .map(({ data }) => `${node.path}: ${String(data)}`),
    );
  expect(warnings).toEqual([expect.stringMatching(/^stack\/mesh\/reference:web\/deny-api: MESH\d+: /)]);
});

function twoServices(): { readonly stack: TerraformStack; readonly mesh: Mesh; readonly api: Service } {
  const stack = new TerraformStack(new App(), "stack");
  const mesh = new Mesh(stack, "mesh");
  mesh.addService("web", { ...http, address: "127.0.0.2" });
  return { stack, mesh, api: mesh.addService("api", http) };
}

function lineOf(error: Error): number {
  return Number(/mistakes\.test\.ts:(\d+)/.exec(error.stack ?? "")?.[1]);
}
