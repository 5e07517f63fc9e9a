/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { providersSchemaJson } from "../../src/terraform/framework/schema-json.ts";
import { meshProvider } from "../../src/terraform/resources/mesh-provider.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

jest.setTimeout(60_000);

let site: TestSite;
beforeAll(async () => {
  site = await TestSite.open();
});
afterAll(() => site.dispose());

describeTerraform("$name", ({ name, path }) => {
  test("prints the schema that constructs are made from", async () => {
    const workspace = new TerraformWorkspace(site, { name, program: path });
    const { stdout } = await workspace.succeed("providers", "schema", "-json");
    const registry = name === "terraform" ? "registry.terraform.io" : "registry.opentofu.org";
    const provider = meshProvider({ variables: {}, readText: () => "" });
    expect(JSON.parse(stdout)).toEqual(providersSchemaJson(`${registry}/meshwork/mesh`, provider));
  });
});
