import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TerraformVariable } from "cdktf";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Mesh, MeshProvider, Protocol } from "meshwork/cdktf";
import "meshwork/cdktf/jest";
import { documentOf, synthesize } from "./support/synthesized.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-documents-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes files and returns the path of the first. */
function write(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, Object.keys(files)[0] ?? "");
}

const api = 'service "api" {\n  port     = 9090\n  protocol = "http"\n}\n';

describe("documents of a mesh", () => {
  test("travel with their modules and the files that they read, escaped for Terraform", () => {
    const path = write({
      "mesh.hcl": `${api}module "edge" {\n  source = "./edge"\n}\nservice "web" {\n  port    = 8080\n  address = "127.0.0.2"\n  meta    = { about = "\${file("about.txt")} $\${home} %%{if}" }\n}\n`,
      "edge/main.hcl": 'service "edge" {\n  port    = 7000\n  address = "127.0.0.3"\n}\n',
      "about.txt": "fifty %{of} it",
    });
    const { files } = documentOf(synthesize((scope) => new Mesh(scope, "mesh", Mesh.fromDocument(path))));
    expect(Object.keys(files).sort()).toEqual(["about.txt", "edge/main.hcl", "mesh.hcl"]);
    expect(files["mesh.hcl"]).toContain('"$${file("about.txt")} $$${home} %%%{if}"');
    expect(files["about.txt"]).toBe("fifty %%{of} it");
  });

  test("have values of their variables, known ones checked and the others carried", () => {
    const text = `variable "apiPort" { type = number }\nvariable "signingKey" { type = string }\nservice "api" {\n  port = var.apiPort\n  meta = { key = var.signingKey }\n}\n`;
    const path = write({ "mesh.hcl": text });
    const meshWith = (port: unknown) =>
      synthesize((scope) => {
        const key = new TerraformVariable(scope, "key", { type: "string", sensitive: true });
        new Mesh(
          scope,
          "mesh",
          Mesh.fromDocument(path, {
            variables: { apiPort: port },
            sensitiveVariables: { signingKey: key.value },
          }),
        );
      });
    const document = documentOf(meshWith(9090));
    expect(document.variables).toEqual({ apiPort: 9090 });
    expect(document["sensitive_variables"]).toEqual({ signingKey: "${var.key}" });
    expect(meshWith(90_900).refusal).toContain("[stack/mesh] MESH2004");
  });

  test("may have secrets of the stack among their variables, which are sensitive by themselves", () => {
    const path = write({
      "mesh.hcl": `variable "key" { type = map(string) }\nservice "api" {\n  port = 9090\n  meta = var.key\n}\n`,
    });
    const document = documentOf(
      synthesize((scope) => {
        const key = new TerraformVariable(scope, "key", { type: "string", sensitive: true });
        new Mesh(scope, "mesh", Mesh.fromDocument(path, { variables: { key: { inner: key.stringValue } } }));
      }),
    );
    expect(document.variables).toBeUndefined();
    expect(document["sensitive_variables"]).toEqual({ key: { inner: "${var.key}" } });
  });

  test("are one mesh with constructs, which may speak about what they declare", () => {
    const path = write({ "web.hcl": api });
    const { files } = documentOf(
      synthesize((scope) => {
        const mesh = new Mesh(scope, "mesh", { ...Mesh.fromDocument(path), datacenter: "dc2" });
        const web = mesh.addService("web", { port: 8080, protocol: Protocol.HTTP, address: "127.0.0.2" });
        web.connectTo(mesh.serviceNamed("api"));
        web.allowTo("api", { pathPrefix: "/v1" });
        expect(mesh).toAllow(web, "api", "GET /v1");
      }),
    );
    expect(Object.keys(files).sort()).toEqual(["api.hcl", "mesh.hcl", "web-2.hcl", "web.hcl"]);
    expect(files["web.hcl"]).toBe(api);
    expect(files["mesh.hcl"]).toBe('mesh {\n  datacenter = "dc2"\n}\n');
  });

  test("may declare variables that are called as those of constructs would be", () => {
    const path = write({
      "web.hcl": `variable "api_service_port" { type = number }\nservice "web" {\n  port = var.api_service_port\n}\n`,
    });
    const { variables } = documentOf(
      synthesize((scope) => {
        const port = new TerraformVariable(scope, "port", { type: "number" });
        const document = Mesh.fromDocument(path, { variables: { api_service_port: 8080 } });
        const mesh = new Mesh(scope, "mesh", document);
        mesh.addService("api", { port: port.numberValue, address: "127.0.0.2" });
      }),
    );
    expect(variables).toEqual({ api_service_port: 8080, api_service_port_2: "${var.port}" });
  });

  test("are read as they are on the machine: a mistake names the line", () => {
    const path = write({ "mesh.hcl": `${api}intentions "apj" {\n  source "api" { action = "allow" }\n}\n` });
    const { refusal, stack } = synthesize((scope) => new Mesh(scope, "mesh", Mesh.fromDocument(path)));
    expect(refusal).toContain(
      `[stack/mesh] MESH3002: Reference to an undeclared service\n    at ${path}:5:12`,
    );
    expect(stack).toBeUndefined();
  });
});

describe("the provider", () => {
  test("is made when the stack has none, and is the stack's own otherwise", () => {
    const made = synthesize((scope) => new Mesh(scope, "mesh").addService("web", { port: 8080 }));
    expect(made.stack?.provider).toEqual({ mesh: [{}] });
    const own = synthesize((scope) => {
      new MeshProvider(scope, "provider", { address: "http://127.0.0.1:9500" });
      new Mesh(scope, "mesh", { set: "one" }).addService("web", { port: 8080 });
      new Mesh(scope, "other", { set: "two" }).addService("api", { port: 8080 });
    });
    expect(own.stack?.provider).toEqual({ mesh: [{ address: "http://127.0.0.1:9500" }] });
    expect(Object.values(own.stack?.resource?.mesh_document ?? {}).map(({ set }) => set)).toEqual([
      "one",
      "two",
    ]);
  });

  test("may be given, as may what concerns the resource alone", () => {
    const { stack } = synthesize((scope) => {
      new MeshProvider(scope, "a", { alias: "a" });
      const b = new MeshProvider(scope, "b", { alias: "b" });
      const mesh = new Mesh(scope, "mesh", {
        provider: b,
        waitForProxies: false,
        timeouts: { create: "5m" },
      });
      mesh.addService("web", { port: 8080 });
      mesh.resource.addOverride("lifecycle", { prevent_destroy: true });
    });
    expect(Object.values(stack?.resource?.mesh_document ?? {})).toEqual([
      expect.objectContaining({
        provider: "mesh.b",
        wait_for_proxies: false,
        timeouts: { create: "5m" },
        lifecycle: { prevent_destroy: true },
      }),
    ]);
  });
});
