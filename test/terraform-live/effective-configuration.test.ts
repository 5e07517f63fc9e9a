/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

const text = `proxy_defaults {
  config { protocol = "http" }
}
service "api" {
  port = 9090
  rate_limits {
    instance_level {
      requests_per_second = 5
    }
  }
}
`;

describeTerraform("$name", ({ path }) => {
  let site: TestSite;
  beforeAll(async () => {
    site = await TestSite.open();
    await site.startAgent();
  });
  afterAll(() => site.dispose());

  test("shows what holds after merging, and the lines that say so", async () => {
    const workspace = new TerraformWorkspace(site, { name: "effective", program: path });
    const source = (name: string, service: string): string =>
      `data "mesh_effective_configuration" "${name}" {
  service    = "${service}"
  depends_on = [mesh_document.mesh]
}
output "${name}" { value = data.mesh_effective_configuration.${name}.settings }
`;
    workspace.write(
      "main.tf",
      `resource "mesh_document" "mesh" {
  files = { "mesh.hcl" = ${JSON.stringify(text)} }
}
${source("api", "api")}${source("nobody", "nobody")}`,
    );
    await workspace.apply();
    const found = async (name: string): Promise<unknown> =>
      JSON.parse((await workspace.run("output", "-json", name)).stdout);
    expect(await found("api")).toEqual(
      expect.arrayContaining([
        { of: "service", setting: "protocol", value: '"http"', file: "mesh.hcl", line: 2 },
        { of: "service", setting: "local_connect_timeout_ms", value: "5000", file: null, line: null },
      ]),
    );
    expect(await found("nobody")).toEqual([]);
  });
});
