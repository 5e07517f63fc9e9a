import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { envoyPath } from "./envoy-binary.ts";
import type { TestSite } from "./test-site.ts";

/** Renders a document with `mesh render --static` and has `envoy --mode validate` judge every proxy of it. */
export async function expectValidRendering(site: TestSite, document: string): Promise<void> {
  const documentPath = join(site.folder, "rendered.hcl");
  const directory = join(site.folder, "rendered");
  writeFileSync(documentPath, document);
  const rendered = await site.runMesh("render", documentPath, "-o", directory, "--static");
  expect(rendered).toMatchObject({ code: 0, stderr: "" });
  const proxies = readdirSync(directory);
  expect(proxies).not.toEqual([]);
  for (const proxy of proxies) await expectValidBootstrap(site, join(directory, proxy, "bootstrap.json"));
}

/** Envoy accepts the bootstrap, and has nothing to warn of. */
export async function expectValidBootstrap(site: TestSite, bootstrapPath: string): Promise<void> {
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
