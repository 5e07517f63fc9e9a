/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { constructPackages, synthesizeCanary } from "../cdktf/support/canary-project.ts";
import { CountingMesh, countingPath } from "../support/counting-mesh.ts";
import { request } from "../support/http-request.ts";
import { skippedBecause, terraformPrograms } from "../support/terraform/terraform-program.ts";
import { TerraformWorkspace } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

const canaries = terraformPrograms.flatMap((program) =>
  constructPackages.map((constructs) => ({ program, constructs })),
);

describe.each(canaries)("the canary of $constructs, applied by $program.name", ({ program, constructs }) => {
  const { path } = program;
  if (path === undefined) {
    test.skip(skippedBecause(program), () => undefined);
    return;
  }
  let site: TestSite;
  let mesh: CountingMesh;
  let workspace: TerraformWorkspace;

  beforeAll(async () => {
    site = await TestSite.open();
    mesh = await CountingMesh.start(site);
    workspace = new TerraformWorkspace(site, { name: "canary", program: path });
    const { ports } = mesh;
    const stack = await synthesizeCanary({ root: join(site.folder, "project"), constructs, ports });
    workspace.useStack(stack);
    const [resource] = Object.keys(stack.resource?.mesh_document ?? {});
    await workspace.succeed("import", `mesh_document.${resource ?? ""}`, "default");
  });
  afterAll(() => site.dispose());

  // Of 200 requests at 10 %, 20 are expected; fewer than 3 or more than 50 come once in a hundred million runs.
  test.each([
    { percent: 0, atLeast: 0, atMost: 0 },
    { percent: 10, atLeast: 3, atMost: 50 },
    { percent: 100, atLeast: 200, atMost: 200 },
  ])("$percent % of the requests go to the new version", async ({ percent, atLeast, atMost }) => {
    await workspace.apply(`-var=canary_percent=${percent}`);
    const answers = [];
    for (let batch = 0; batch < 10; batch += 1)
      answers.push(
        ...(await Promise.all(
          Array.from({ length: 20 }, () => request({ port: mesh.ports.upstream, path: countingPath })),
        )),
      );
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
    const answered = answers.filter(({ body }) => body.includes('"v2"')).length;
    expect(answered).toBeGreaterThanOrEqual(atLeast);
    expect(answered).toBeLessThanOrEqual(atMost);
  });

  test("weights that only the plan knows to be wrong are refused there", async () => {
    const { code, stderr } = await workspace.run("plan", "-var=canary_percent=101");
    expect(code).toBe(1);
    expect(stderr).toContain("Error: ");
  });
});
