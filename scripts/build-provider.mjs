// Builds the Terraform provider: generated sources, then one file that Terraform starts as its plugin. With --executable
// also one that brings its own Node, for machines that have none: dist/executable/terraform-provider-mesh.
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildExecutable } from "./build-executable.mjs";
import { repository, runSteps } from "./run.mjs";

const unknown = process.argv.slice(2).filter((argument) => argument !== "--executable");
if (unknown.length > 0) {
  console.error("usage: node scripts/build-provider.mjs [--executable]");
  process.exit(2);
}

await runSteps([{ name: "generate", command: process.execPath, args: ["scripts/generate.mjs"] }]);

// Imported here, so that a checkout without `npm ci` gets a sentence and no stack.
const { build } = await import("esbuild").catch(() => {
  console.error("esbuild is not installed; run `npm ci` first.");
  process.exit(1);
});
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

/**
 * Terraform wants a file without an extension, and copies it into the user's own folders, where the nearest package.json
 * decides whether Node takes it for a module. Wrapped like this the file is right as either.
 */
const wrapper = {
  before: `#!/usr/bin/env node
(() => {
const require = process.getBuiltinModule("node:module").createRequire(process.argv[1]);
const module = { exports: {} }, exports = module.exports;`,
  after: "})();",
};

async function bundle(outfile, { before, after } = {}) {
  try {
    await build({
      entryPoints: [join(repository, "src/terraform/main.ts")],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      // Packages with both forms: the ES module is the one a bundler can follow.
      mainFields: ["module", "main"],
      minify: true,
      legalComments: "none",
      ...(before && { banner: { js: before }, footer: { js: after } }),
      define: { MESH_VERSION: JSON.stringify(version) },
      logLevel: "warning",
    });
  } catch {
    // esbuild has written what is wrong, with its place.
    process.exit(1);
  }
}

const provider = join(repository, "dist/terraform-provider-mesh");
await bundle(provider, wrapper);
chmodSync(provider, 0o755);
console.log(`built dist/terraform-provider-mesh ${version}`);

if (process.argv.includes("--executable")) {
  const folder = join(repository, "dist/executable");
  mkdirSync(folder, { recursive: true });
  const script = join(folder, "terraform-provider-mesh.cjs");
  await bundle(script);
  await buildExecutable({ script, program: join(folder, "terraform-provider-mesh") });
  console.log(`built dist/executable/terraform-provider-mesh ${version}`);
}
