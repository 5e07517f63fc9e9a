/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

const document = 'service "api" {\n  port     = 9090\n  protocol = "http"\n}\n';

describeTerraform("$name", ({ path }) => {
  let site: TestSite;
  let client: AgentClient;
  let workspace: TerraformWorkspace;
  beforeEach(async () => {
    site = await TestSite.open();
    client = new AgentClient({ address: site.agentAddress });
    await site.startAgent();
    workspace = new TerraformWorkspace(site, { name: "moving", program: path });
    workspace.write("mesh.hcl", document);
  });
  afterEach(() => site.dispose());

  const resource = (name: string): string =>
    `resource "mesh_document" "${name}" {\n  source = "./mesh.hcl"\n}\n`;
  const moved = (from: string): string => `moved {\n  from = ${from}\n  to   = mesh_document.new\n}\n`;

  test("a set whose resource has another name stays as it is", async () => {
    workspace.write("main.tf", resource("old"));
    await workspace.apply();
    workspace.write("main.tf", resource("new") + moved("mesh_document.old"));
    const { stdout } = await workspace.succeed("plan");
    expect(stdout).toContain("mesh_document.old has moved to mesh_document.new");
    expect(stdout).toContain("0 to add, 0 to change, 0 to destroy");
    await workspace.apply();
    expect(await client.set("default")).toMatchObject({ revision: 1 });
  });

  test("a set that was applied by a provisioner is taken over, and not applied again", async () => {
    const runner = (input: string): string => `resource "terraform_data" "old" {\n  input = ${input}\n}\n`;
    workspace.write("main.tf", runner('"by hand"'));
    await workspace.succeed("apply", "-auto-approve");
    expect(await site.runMesh("apply", `${workspace.folder}/mesh.hcl`, "--auto-approve")).toMatchObject({
      code: 0,
    });
    workspace.write("main.tf", resource("new") + moved("terraform_data.old"));
    const refused = await workspace.run("plan");
    expect([refused.code, unwrapped(refused.stderr)]).toEqual([1, expect.stringContaining("Which set?")]);

    workspace.write("main.tf", runner('{ set = "default" }'));
    await workspace.succeed("apply", "-auto-approve");
    workspace.write("main.tf", resource("new") + moved("terraform_data.old"));
    const { stdout } = await workspace.succeed("plan");
    expect(stdout).toContain("0 to add, 1 to change, 0 to destroy");
    await workspace.apply();
    expect(await workspace.state("mesh_document.new")).toMatchObject({
      set: "default",
      source: "./mesh.hcl",
      entries: { 'service "api"': expect.any(String) },
    });
    expect((await client.set("default")).entries).toHaveLength(1);
    await workspace.succeed("destroy", "-auto-approve");
    expect((await client.set("default")).set_revision).toBe(0);
  });
});
