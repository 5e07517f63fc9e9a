/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { skippedBecause, terraformPrograms } from "../support/terraform/terraform-program.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

const text = 'service "api" {\n  port     = 9090\n  protocol = "http"\n}\n';
const broken = text.replace("port ", "prot ");
const quoted = (value: unknown): string => JSON.stringify(value);

describe.each(terraformPrograms)("$name", (program) => {
  const { path } = program;
  if (path === undefined) {
    test.skip(skippedBecause(program), () => undefined);
    return;
  }
  let site: TestSite;
  beforeAll(async () => {
    site = await TestSite.open();
    const ports = ["--http-port", `${site.httpPort}`, "--xds-port", `${site.xdsPort}`];
    await site.mesh("agent", "-dev", ...ports).says(/agent started/);
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
