/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CountingMesh } from "../support/counting-mesh.ts";
import { envoyPath } from "../support/envoy-binary.ts";
import { TestSite } from "../support/test-site.ts";

let site: TestSite;
let mesh: CountingMesh;

const proxies = ["counting-v1-sidecar-proxy", "counting-v2-sidecar-proxy", "dashboard-sidecar-proxy"];

beforeAll(async () => {
  site = await TestSite.open();
  mesh = await CountingMesh.start(site, { sidecars: [] });
});

afterAll(() => site.dispose());

describe("mesh render --static", () => {
  test("passes envoy --mode validate without a warning, proxy by proxy", async () => {
    const directory = join(site.folder, "static");
    const rendered = await site.runMesh("render", mesh.document.path, "-o", directory, "--static");
    expect(rendered).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(directory).sort()).toEqual(proxies);
    for (const proxy of proxies) await expectValid(join(directory, proxy, "bootstrap.json"));
  });
});

describe("mesh connect envoy -bootstrap", () => {
  test("prints a bootstrap that passes envoy --mode validate, and holds no token", async () => {
    const service = ["-service", "counting", "-instance", "counting-v1"];
    const { code, stdout, stderr } = await site.runMesh("connect", "envoy", ...service, "-bootstrap");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      node: { id: "counting-v1-sidecar-proxy", cluster: "counting" },
    });
    const token = readFileSync(join(site.stateFolder, "token"), "utf8").trim();
    expect(token).toMatch(/^.{40,}$/);
    expect(stdout).not.toContain(token);
    const path = join(site.folder, "printed.json");
    writeFileSync(path, stdout);
    await expectValid(path);
  });
});

async function expectValid(bootstrapPath: string): Promise<void> {
  const envoy = site.start({
    name: `envoy --mode validate of ${bootstrapPath}`,
    command: await envoyPath(),
    args: ["--mode", "validate", "--disable-hot-restart", "--config-path", bootstrapPath],
  });
  const { code, stdout, stderr } = await site.finish(envoy);
  const complaints = `${stdout}${stderr}`
    .split("\n")
    .filter((line) => /\[(warning|error|critical)\]/.test(line));
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] });
  expect(stdout).toContain("OK");
}
