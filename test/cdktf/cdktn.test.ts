import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { constructPackages, synthesizeCanary } from "./support/canary-project.ts";
import type { StackJson } from "./support/synthesized.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-cdktn-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(constructPackages)("with %s", (constructs) => {
  test("the example is synthesized alike", async () => {
    const stack = await synthesizeCanary({ root: join(folder, constructs), constructs });
    const golden = JSON.parse(
      readFileSync("test/golden/cdktf/canary-stack.golden.json", "utf8"),
    ) as StackJson;
    expect(stack.resource).toEqual(golden.resource);
    expect(stack["variable"]).toEqual(golden["variable"]);
  });
});
