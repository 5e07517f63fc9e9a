/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { CountingMesh, countingPath } from "../support/counting-mesh.ts";
import { writeVariation } from "../support/example-document.ts";
import { freePort } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import { skippedBecause, terraformPrograms } from "../support/terraform/terraform-program.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

const [terraform, tofu] = terraformPrograms;
const program = terraform?.path === undefined ? tofu : terraform;

describe("proxies of a set", () => {
  if (program?.path === undefined) {
    test.skip(program ? skippedBecause(program) : "", () => undefined);
    return;
  }
  const { path } = program;
  let site: TestSite;
  let mesh: CountingMesh;
  let workspace: TerraformWorkspace;

  beforeAll(async () => {
    site = await TestSite.open();
    mesh = await CountingMesh.start(site);
    workspace = new TerraformWorkspace(site, { name: "terraform", program: path });
    useSource(mesh.document.path);
    await workspace.succeed("import", "mesh_document.mesh", "default");
  });
  afterAll(() => site.dispose());

  function useSource(source: string, more = ""): void {
    const body = `  source = ${JSON.stringify(source)}\n  variables = { v2_percent = var.percent }\n${more}`;
    const variable = 'variable "percent" { default = 0 }\n';
    workspace.write("main.tf", `${variable}resource "mesh_document" "mesh" {\n${body}}\n`);
  }

  test("are awaited: when the apply is done, traffic goes the new way", async () => {
    await workspace.apply("-var=percent=100");
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => request({ port: mesh.ports.upstream, path: countingPath })),
    );
    expect(answers.every(({ body }) => body.includes('"v2"'))).toBe(true);
    const { proxies, revision } = await mesh.status();
    expect(proxies.map(({ acknowledged_revision }) => acknowledged_revision)).toEqual([
      revision,
      revision,
      revision,
    ]);
  });

  test("that reject a revision are an error at its line; the next apply tries again", async () => {
    const taken = await freePort();
    const holder = createServer();
    await site.serve(holder, taken);
    const rejected = writeVariation(mesh.document, "rejected.hcl", (text) =>
      text.replace(`local_bind_port = ${mesh.ports.upstream}`, `local_bind_port = ${taken}`),
    );
    useSource(rejected);
    const { code, stderr } = await workspace.run("apply", "-auto-approve", "-var=percent=100");
    expect(code).toBe(1);
    expect(unwrapped(stderr)).toContain("Error: dashboard-sidecar-proxy rejected its configuration");
    expect(unwrapped(stderr)).toMatch(/on \S+rejected\.hcl line \d+: \d+: +upstream "counting"/);
    expect(unwrapped(stderr)).toContain("cannot bind");
    expect(await request({ port: mesh.ports.upstream, path: countingPath })).toMatchObject({ status: 200 });
    expect((await workspace.run("plan", "-detailed-exitcode", "-var=percent=100")).code).toBe(2);

    await new Promise((resolve) => holder.close(resolve));
    await workspace.apply("-var=percent=100");
    expect(await request({ port: taken, path: countingPath })).toMatchObject({ status: 200 });
    useSource(mesh.document.path);
    await workspace.apply("-var=percent=100");
  });

  test("that do not answer are waited for as long as is said, and Ctrl-C ends it", async () => {
    // A proxy that is stopped in the middle holds its connection and says nothing.
    const envoys = envoysOf(site);
    for (const pid of envoys) process.kill(pid, "SIGSTOP");
    try {
      useSource(mesh.document.path, '  timeouts = { update = "1s" }\n');
      const slow = await workspace.run("apply", "-auto-approve", "-var=percent=50");
      expect(slow.code).toBe(1);
      expect(unwrapped(slow.stderr)).toContain("Error: Not every proxy has answered");

      useSource(mesh.document.path, '  timeouts = { update = "10m" }\n');
      const waiting = workspace.start("apply", "-auto-approve", "-var=percent=60");
      await until(
        "the revision is in force",
        async () => (await mesh.status()).revision >= 5 && waiting.stdout.includes("Modifying"),
      );
      waiting.signal("SIGINT");
      const interrupted = await site.finish(waiting);
      expect(interrupted.code).toBe(1);
      expect(unwrapped(interrupted.stderr)).toContain("Error: Interrupted");
    } finally {
      for (const pid of envoys) process.kill(pid, "SIGCONT");
    }
    await workspace.apply("-var=percent=60");
  });
});

function envoysOf(site: TestSite): readonly number[] {
  return site
    .processes()
    .filter((pid) => commandOf(pid).includes("envoy") && !commandOf(pid).includes("mesh.cjs"));
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8");
}
