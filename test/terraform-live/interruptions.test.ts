/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import type { ChildProgram } from "../support/child-program.ts";
import { HeldBackAgent } from "../support/held-back-agent.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

let site: TestSite;
let client: AgentClient;
let agent: ChildProgram;

beforeEach(async () => {
  site = await TestSite.open();
  client = new AgentClient({ address: site.agentAddress });
  agent = await site.startAgent();
});

afterEach(() => site.dispose());

/** An agent between plan and apply: what is planned is passed on, what is applied waits. */
async function heldBack(): Promise<HeldBackAgent> {
  const held = await HeldBackAgent.open(site.agentAddress);
  site.atEnd(() => held.close());
  return held;
}

const configuration = (port: number, { address = site.agentAddress, timeout = "10s" } = {}): string => `
provider "mesh" {
  address = "${address}"
  timeout = "${timeout}"
}
resource "mesh_document" "mesh" {
  files = { "mesh.hcl" = ${JSON.stringify(`service "api" {\n  port = ${port}\n}\n`)} }
}
`;

const inForce = async (): Promise<readonly unknown[]> => {
  const { entries } = await client.set("default");
  return entries.map(({ value }) => value);
};

const stateOf = ({ folder }: TerraformWorkspace): string =>
  readFileSync(join(folder, "terraform.tfstate"), "utf8");

const providersRunning = (): boolean =>
  site.processes().some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("terraform-provider-mesh");
    } catch {
      return false;
    }
  });

describeTerraform("$name", ({ path }) => {
  const workspace = (name = "workspace"): TerraformWorkspace =>
    new TerraformWorkspace(site, { name, program: path });

  /** A configuration that is in force, with port 9090. */
  async function applied(name?: string): Promise<TerraformWorkspace> {
    const terraform = workspace(name);
    terraform.write("main.tf", configuration(9090));
    await terraform.apply();
    return terraform;
  }

  test("of two applies at once one wins, the other is told, and both can go on", async () => {
    const one = await applied("one");
    const two = workspace("two");
    copyFileSync(join(one.folder, "terraform.tfstate"), join(two.folder, "terraform.tfstate"));
    const rivals = await Promise.all(
      [one, two].map(async (terraform, index) => {
        const held = await heldBack();
        const port = 9091 + index;
        terraform.write("main.tf", configuration(port, held));
        const apply = terraform.start("apply", "-auto-approve");
        await held.isHolding();
        return { terraform, port, held, apply };
      }),
    );
    for (const { held } of rivals) held.release();
    const ends = await Promise.all(
      rivals.map(async (rival) => ({ ...rival, end: await site.finish(rival.apply) })),
    );
    const [winner] = ends.filter(({ end }) => end.code === 0);
    const [loser] = ends.filter(({ end }) => end.code === 1);
    expect(unwrapped(loser?.end.stderr ?? "")).toContain(
      'Error: The set "default" was changed since the plan',
    );
    expect(await inForce()).toMatchObject([{ port: winner?.port }]);
    await winner?.terraform.expectNoChanges();
    // Whoever gives in has nothing left to do; whoever insists applies on top.
    loser?.terraform.write("main.tf", configuration(winner?.port ?? 0));
    await loser?.terraform.expectNoChanges();
    loser?.terraform.write("main.tf", configuration(loser.port));
    await loser?.terraform.apply();
    expect(await inForce()).toMatchObject([{ port: loser?.port }]);
  });

  test("Ctrl-C while the agent applies: what it did is in the state", async () => {
    const terraform = await applied();
    const held = await heldBack();
    terraform.write("main.tf", configuration(9091, held));
    const apply = terraform.start("apply", "-auto-approve");
    await held.isHolding();
    apply.signal("SIGINT");
    await apply.says(/Interrupt received/);
    held.release();
    expect((await site.finish(apply)).code).toBe(1);
    expect(await inForce()).toMatchObject([{ port: 9091 }]);
    const { revision } = await client.set("default");
    expect(await terraform.state("mesh_document.mesh")).toMatchObject({ revision });
    await terraform.expectNoChanges();
  });

  test.each([
    ["a change", true],
    ["a creation, which is then imported", false],
  ])(
    "Terraform is killed during %s: its providers end, and the next run finds what was done",
    async (_, isChange) => {
      const terraform = isChange ? await applied() : workspace();
      const held = await heldBack();
      terraform.write("main.tf", configuration(9091, held));
      const apply = terraform.start("apply", "-auto-approve");
      await held.isHolding();
      await apply.kill();
      await until("the providers have ended", () => !providersRunning());
      expect(readdirSync(site.temporaryFolder).filter((name) => name.startsWith("terraform-"))).toEqual([]);
      held.release();
      await until("the agent has applied", async () => JSON.stringify(await inForce()).includes("9091"));
      if (!isChange) {
        const refused = await terraform.run("apply", "-auto-approve");
        expect(unwrapped(refused.stderr)).toContain('Error: The set "default" is already there');
        await terraform.succeed("import", "mesh_document.mesh", "default");
      }
      const { revision } = await client.set("default");
      await terraform.apply();
      expect(await client.set("default")).toMatchObject({ revision });
    },
  );

  test("the agent is killed during an apply: the next run makes anew what it has forgotten", async () => {
    const terraform = await applied();
    const held = await heldBack();
    terraform.write("main.tf", configuration(9091, held));
    const apply = terraform.start("apply", "-auto-approve");
    await held.isHolding();
    await agent.kill();
    held.release();
    const { code, stderr } = await site.finish(apply);
    expect(code).toBe(1);
    expect(unwrapped(stderr)).toMatch(
      /Error: No agent answers .* Whether the set "default" was applied is not known; a new plan finds out\./,
    );
    agent = await site.startAgent();
    terraform.write("main.tf", configuration(9091));
    await terraform.apply();
    expect(await inForce()).toMatchObject([{ port: 9091 }]);
  });

  describe("an agent that is gone", () => {
    test.each<[string, RegExp, (() => Promise<void>) | undefined]>([
      ["is told of", /Error: No agent answers .*Nobody answers at http/, undefined],
      [
        "and hangs is waited for as long as is said",
        /Error: The agent does not answer in time .*gave no answer within 1 s\./,
        () =>
          site.serve(
            createServer(() => undefined),
            site.httpPort,
          ),
      ],
    ])("%s by every command, and the state stays as it was", async (_, message, replace) => {
      const terraform = await applied();
      terraform.write("main.tf", configuration(9091, { timeout: "1s" }));
      await terraform.succeed("plan", "-out=saved");
      const before = stateOf(terraform);
      await agent.stop();
      await replace?.();
      for (const command of [
        ["plan"],
        ["refresh"],
        ["apply", "saved"],
        ["destroy", "-auto-approve"],
        ["destroy", "-auto-approve", "-refresh=false"],
        ["apply", "-refresh-only", "-auto-approve"],
      ]) {
        const { code, stderr } = await terraform.run(...command);
        expect({ command, code, stderr: unwrapped(stderr) }).toEqual({
          command,
          code: 1,
          stderr: expect.stringMatching(message),
        });
        expect(stateOf(terraform)).toBe(before);
      }
    });
  });
});
