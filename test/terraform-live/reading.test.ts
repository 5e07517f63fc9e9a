/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

const text = 'service "api" {\n  port     = 9090\n  protocol = "http"\n}\n';
const calling = `service "web" {
  port     = 8080
  address  = "10.0.0.1"
  protocol = "http"
  upstream "backend" { local_bind_port = 9001 }
}
service "backend" {
  port     = 9091
  address  = "10.0.0.2"
  protocol = "http"
}
intentions "backend" {
  source "web" {
    permission {
      action = "allow"
      http {
        path_prefix = "/v1"
        methods     = ["GET"]
      }
    }
  }
}
`;
const broken = text.replace("port ", "prot ");
const quoted = (value: unknown): string => JSON.stringify(value);

describeTerraform("$name", ({ path }) => {
  let site: TestSite;
  beforeAll(async () => {
    site = await TestSite.open();
    await site.startAgent();
  });
  afterAll(() => site.dispose());

  test("data sources read what is in force", async () => {
    const workspace = new TerraformWorkspace(site, { name: "data", program: path });
    workspace.write(
      "main.tf",
      `resource "mesh_document" "mesh" {
  files = { "mesh.hcl" = ${quoted(text)} }
}
data "mesh_revision" "now" { depends_on = [mesh_document.mesh] }
data "mesh_service" "api" {
  name       = "api"
  depends_on = [mesh_document.mesh]
}
data "mesh_configuration" "all" { depends_on = [mesh_document.mesh] }
data "mesh_ca_roots" "roots" { depends_on = [mesh_document.mesh] }
output "found" {
  value = {
    revision  = data.mesh_revision.now.revision
    sets      = data.mesh_revision.now.sets
    proxies   = data.mesh_revision.now.proxies
    instances = data.mesh_service.api.instances
    port      = jsondecode(data.mesh_configuration.all.entries["service \\"api\\""]).port
    roots     = [for root in data.mesh_ca_roots.roots.roots : substr(root, 0, 27)]
  }
}
`,
    );
    await workspace.apply();
    const { stdout } = await workspace.run("output", "-json", "found");
    expect(JSON.parse(stdout)).toEqual({
      revision: 1,
      sets: ["default"],
      proxies: [
        {
          id: "api-sidecar-proxy",
          service: "api",
          is_connected: false,
          acknowledged_revision: null,
          health: expect.any(String),
          rejection: null,
        },
      ],
      instances: [{ id: "api", proxy: "api-sidecar-proxy", health: expect.any(String) }],
      port: 9090,
      roots: ["-----BEGIN CERTIFICATE-----"],
    });
  });

  test("data sources say what a proxy is told, and who may call whom", async () => {
    const workspace = new TerraformWorkspace(site, { name: "reach", program: path });
    workspace.write("mesh.hcl", calling);
    workspace.write(
      "main.tf",
      `resource "mesh_document" "mesh" {
  source = "./mesh.hcl"
  set    = "calling"
}
data "mesh_proxy" "web" {
  id          = "web-sidecar-proxy"
  xds_address = "10.0.0.1:8502"
  depends_on  = [mesh_document.mesh]
}
data "mesh_reachability" "all" {
  source      = "web"
  destination = "backend"
  depends_on  = [mesh_document.mesh]
}
data "mesh_reachability" "each" {
  for_each    = { get = "GET", post = "POST" }
  source      = "web"
  destination = "backend"
  method      = each.value
  path        = "/v1/orders"
  headers     = { x-user = "1" }
  depends_on  = [mesh_document.mesh]
}
check "orders_are_readable" {
  assert {
    condition     = data.mesh_reachability.each["get"].allowed
    error_message = join(" ", data.mesh_reachability.each["get"].changes)
  }
}
output "found" {
  value = {
    node      = jsondecode(data.mesh_proxy.web.bootstrap).node
    listeners = keys(data.mesh_proxy.web.listeners)
    type      = jsondecode(data.mesh_proxy.web.listeners["outbound~backend"])["@type"]
    clusters  = length(data.mesh_proxy.web.clusters)
    admin     = data.mesh_proxy.web.admin_socket
    all       = [data.mesh_reachability.all.verdict, data.mesh_reachability.all.rule]
    each      = { for name, found in data.mesh_reachability.each : name => [found.allowed, found.rule, found.declared_at] }
    percent   = data.mesh_reachability.each["get"].ways[0].percent
  }
}
`,
    );
    await workspace.apply();
    const { stdout } = await workspace.run("output", "-json", "found");
    expect(JSON.parse(stdout)).toEqual({
      node: { id: "web-sidecar-proxy", cluster: "web", locality: { zone: "dc1" } },
      listeners: ["inbound~web", "outbound~backend"],
      type: "type.googleapis.com/envoy.config.listener.v3.Listener",
      clusters: 2,
      admin: "/run/meshwork/web-sidecar-proxy-admin.sock",
      all: ["depends", "backend/web"],
      each: {
        get: [true, "backend/web#0", "mesh.hcl:14"],
        post: [false, "backend/web#default-deny", "mesh.hcl:13"],
      },
      percent: 100,
    });
    await workspace.succeed("destroy", "-auto-approve");
  });

  test.each([
    {
      source: 'data "mesh_proxy" "it" { id = "nobody-sidecar-proxy" }',
      says: 'No proxy "nobody-sidecar-proxy"',
    },
    {
      source: 'data "mesh_reachability" "it" {\n  source = "apy"\n  destination = "api"\n}',
      says: 'No service "apy" with data.mesh_reachability.it, on main.tf line 2',
    },
    {
      source: 'data "mesh_proxy" "it" {\n  id = "api-sidecar-proxy"\n  xds_address = "agent:8502"\n}',
      says: "Unsuitable value for xds_address",
    },
  ])("a data source says at its line: $says", async ({ source, says }) => {
    const workspace = new TerraformWorkspace(site, { name: "nothing", program: path });
    workspace.write("main.tf", `${source}\n`);
    const { code, stderr } = await workspace.run("plan");
    expect(code).toBe(1);
    expect(unwrapped(stderr)).toContain(says);
  });

  test("the function explain follows a request through documents", async () => {
    const workspace = new TerraformWorkspace(site, { name: "explain", program: path });
    workspace.write("mesh.hcl", calling);
    workspace.write(
      "main.tf",
      `locals {
  files = { "mesh.hcl" = file("mesh.hcl") }
  found = {
    all  = provider::mesh::explain(local.files, null, "web", "backend", null)
    text = provider::mesh::explain(local.files, {}, "web", "backend", "POST /v1")
    each = provider::mesh::explain(local.files, {}, "web", "backend", { path = "/v1", headers = { x-user = "1" } })
  }
}
output "found" { value = { for name, found in local.found : name => [found.allowed, found.verdict, found.rule] } }
output "changes" { value = local.found.text.changes }
output "steps" { value = local.found.each.ways[0].steps }
`,
    );
    await workspace.apply();
    const { stdout } = await workspace.run("output", "-json");
    expect(JSON.parse(stdout)).toMatchObject({
      found: {
        value: {
          all: [false, "depends", "backend/web"],
          each: [true, "allowed", "backend/web#0"],
          text: [false, "denied", "backend/web#default-deny"],
        },
      },
      changes: { value: ['backend/web#0 (mesh.hcl:14) would allow it if method is "GET", not "POST".'] },
      steps: { value: expect.arrayContaining(["rule backend/web#0 (mesh.hcl:14): allows it"]) },
    });
    workspace.write(
      "main.tf",
      'output "it" { value = provider::mesh::explain({}, null, "a", "b", "GET") }\n',
    );
    const { code, stderr } = await workspace.run("plan");
    expect([code, unwrapped(stderr)]).toEqual([1, expect.stringContaining('No name in "files"')]);
  });

  test("functions compile and validate without an agent", async () => {
    const workspace = new TerraformWorkspace(site, { name: "functions", program: path });
    const withVariable = `variable "port" { type = number }\n${text.replace("9090", "var.port")}`;
    workspace.write(
      "main.tf",
      `output "entries" { value = provider::mesh::compile({ "mesh.hcl" = ${quoted(withVariable)} }, { port = 7070 }) }
output "right" { value = provider::mesh::validate({ "mesh.hcl" = ${quoted(text)} }, null) }
output "wrong" { value = provider::mesh::validate({ "mesh.hcl" = ${quoted(broken)} }, null) }
`,
    );
    await workspace.apply();
    const outputs = JSON.parse((await workspace.run("output", "-json")).stdout) as Record<
      string,
      { value: unknown }
    >;
    expect(outputs["entries"]?.value).toEqual({
      'service "api"': '{"name":"api","port":7070,"protocol":"http"}',
    });
    expect(outputs["right"]?.value).toEqual([]);
    expect(outputs["wrong"]?.value).toMatchObject([{ severity: "error", filename: "mesh.hcl", line: 2 }]);
  });

  test("a function that cannot compile says where", async () => {
    const workspace = new TerraformWorkspace(site, { name: "refused", program: path });
    workspace.write(
      "main.tf",
      `output "entries" { value = provider::mesh::compile({ "mesh.hcl" = ${quoted(broken)} }, null) }\n`,
    );
    const { code, stderr } = await workspace.run("plan");
    expect(code).toBe(1);
    expect(unwrapped(stderr)).toContain('on mesh.hcl line 2, in service "api"');
  });
});
