/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { settingCases } from "../envoy-render/setting-cases.ts";
import { envoyPath } from "../support/envoy-binary.ts";
import { TestSite } from "../support/test-site.ts";

/**
 * Every setting's rendering is accepted by Envoy, each reference resolved. MESH_TEST_ENVOYS names further Envoys to ask,
 * separated as in PATH; the one that all other tests run is always asked.
 */
let site: TestSite;
let envoys: readonly string[];

beforeAll(async () => {
  site = await TestSite.open();
  const further = (process.env["MESH_TEST_ENVOYS"] ?? "").split(delimiter).filter((path) => path !== "");
  envoys = [await envoyPath(), ...further];
});

afterAll(() => site.dispose());

test.each(settingCases)("$shows", async ({ shows, documents }) => {
  const path = join(site.folder, `${shows}.hcl`);
  const directory = join(site.folder, shows);
  writeFileSync(path, documents);
  for (const envoy of envoys) {
    const version = versionOf(envoy);
    const target = ["-envoy-version", version];
    const rendered = await site.runMesh("render", path, "-o", directory, "--static", ...target);
    expect(rendered).toMatchObject({ code: 0 });
    for (const proxy of readdirSync(directory))
      await expectValid({ envoy, version }, join(directory, proxy, "bootstrap.json"));
  }
});

interface Asked {
  readonly envoy: string;
  readonly version: string;
}

async function expectValid({ envoy, version }: Asked, bootstrapPath: string): Promise<void> {
  const args = ["--mode", "validate", "--disable-hot-restart", "--config-path", bootstrapPath];
  const program = site.start({ name: `envoy ${version} of ${bootstrapPath}`, command: envoy, args });
  const { code, stdout, stderr } = await site.finish(program);
  const complaints = `${stdout}${stderr}`
    .split("\n")
    .filter((line) => /\[(warning|error|critical)\]/.test(line))
    // Envoy 1.36 takes the ordered rules of tcp services, and warns that they were new.
    .filter((line) => !(version.startsWith("1.36.") && line.includes("marked as work-in-progress")));
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
}

function versionOf(envoy: string): string {
  const said = execFileSync(envoy, ["--version"], { encoding: "utf8" });
  return /\/(\d+\.\d+\.\d+)\//.exec(said)?.[1] ?? said;
}
