import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { StackJson } from "./support/synthesized.ts";

// What continues cdktf goes by another name, and is installed under the old one: `cdktf@npm:cdktn`.
const packages = ["cdktf", "cdktn"] as const;
const repository = process.cwd();
let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mesh-cdktn-"));
  await build({
    entryPoints: ["examples/cdktf-canary/main.ts"],
    outfile: join(folder, "main.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["cdktf", "constructs"],
    alias: { "meshwork/cdktf": "./src/cdktf/index.ts" },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder in which `cdktf` is the package. */
function installed(name: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, "node_modules"), { recursive: true });
  symlinkSync(join(repository, "node_modules", name), join(root, "node_modules", "cdktf"));
  symlinkSync(join(repository, "node_modules", "constructs"), join(root, "node_modules", "constructs"));
  return root;
}

describe.each(packages)("with %s", (name) => {
  test("the example is synthesized alike", () => {
    const root = installed(name);
    writeFileSync(join(root, "main.cjs"), readFileSync(join(folder, "main.cjs")));
    execFileSync(process.execPath, ["main.cjs"], { cwd: root });
    const stack = JSON.parse(
      readFileSync(join(root, "cdktf.out", "stacks", "canary", "cdk.tf.json"), "utf8"),
    ) as StackJson;
    const golden = JSON.parse(
      readFileSync("test/golden/cdktf/canary-stack.golden.json", "utf8"),
    ) as StackJson;
    expect(stack.resource).toEqual(golden.resource);
    expect(stack["variable"]).toEqual(golden["variable"]);
  });
});
