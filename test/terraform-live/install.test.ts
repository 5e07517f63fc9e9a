/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { repository, TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

describeTerraform("$name", ({ path }) => {
  let site: TestSite;
  beforeEach(async () => {
    site = await TestSite.open();
    await site.startAgent();
  });
  afterEach(() => site.dispose());

  async function install(...args: readonly string[]): Promise<void> {
    const mirror = join(site.folder, "mirror");
    expect(await site.runMesh("provider", "install", "-directory", mirror, ...args)).toMatchObject({
      code: 0,
    });
    const settings = join(site.folder, "mirror.rc");
    writeFileSync(
      settings,
      `provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(mirror)} }\n}\n`,
    );
    Object.assign(site.env, { TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1" });
    cpSync(join(repository, "examples"), join(site.folder, "examples"), { recursive: true });
  }

  const terraform = (...args: readonly string[]) =>
    site.finish(
      site.start({
        name: `terraform ${args.join(" ")}`,
        command: path,
        args,
        cwd: join(site.folder, "examples", "terraform"),
      }),
    );

  test("the example works with the provider that `mesh provider install` has put into a mirror", async () => {
    await install();
    // Node takes files below such a folder for modules, unless they say otherwise.
    writeFileSync(join(site.folder, "package.json"), '{ "type": "module" }\n');
    const client = new AgentClient({ address: site.agentAddress });
    expect(await terraform("init", "-no-color")).toMatchObject({ code: 0 });
    for (const percent of [0, 10, 100]) {
      const canary = `-var=canary_percent=${percent}`;
      const applied = await terraform("apply", "-no-color", "-auto-approve", canary);
      expect(applied).toMatchObject({ code: 0 });
      // What the example checks about traffic holds.
      expect(applied.stdout).not.toContain("Warning");
      expect(await terraform("plan", "-no-color", "-detailed-exitcode", canary)).toMatchObject({ code: 0 });
      const { entries } = await client.set("default");
      expect(entries.find(({ kind }) => kind === "service-splitter")?.value).toMatchObject({
        splits: [{ weight: 100 - percent }, { weight: percent }],
      });
    }
    expect(await terraform("destroy", "-no-color", "-auto-approve")).toMatchObject({ code: 0 });
  });

  const isBuilt = existsSync(join(repository, "dist", "executable", "terraform-provider-mesh"));
  (isBuilt ? test : test.skip)(
    `the executable needs no Node in the PATH${isBuilt ? "" : " (skipped: build it with `npm run build:provider -- --executable`)"}`,
    async () => {
      await install("--executable");
      Object.assign(site.env, { PATH: join(site.folder, "empty") });
      expect(await terraform("init", "-no-color")).toMatchObject({ code: 0 });
      const canary = "-var=canary_percent=10";
      expect(await terraform("apply", "-no-color", "-auto-approve", canary)).toMatchObject({ code: 0 });
      expect(await terraform("plan", "-no-color", "-detailed-exitcode", canary)).toMatchObject({ code: 0 });
      expect(await terraform("destroy", "-no-color", "-auto-approve")).toMatchObject({ code: 0 });
    },
  );
});
