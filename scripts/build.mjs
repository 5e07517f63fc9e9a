// Builds the command line: generated sources, then src/cli/main.ts with all it needs in one file, dist/mesh.cjs.
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository, runSteps } from "./run.mjs";

const entry = join(repository, "src/cli/main.ts");
const outfile = join(repository, "dist/mesh.cjs");

await runSteps([{ name: "generate", command: process.execPath, args: ["scripts/generate.mjs"] }]);

if (!existsSync(entry)) {
  console.error("There is nothing to build: src/cli/main.ts does not exist.");
  process.exit(1);
}

// Imported here, so that a checkout without `npm ci` gets a sentence and no stack.
const { build } = await import("esbuild").catch(() => {
  console.error("esbuild is not installed; run `npm ci` first.");
  process.exit(1);
});
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

try {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    // Packages with both forms: the ES module is the one a bundler can follow.
    mainFields: ["module", "main"],
    target: "node20",
    format: "cjs",
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: false,
    legalComments: "none",
    banner: { js: "#!/usr/bin/env node" },
    define: { MESH_VERSION: JSON.stringify(version) },
    logLevel: "warning",
  });
} catch {
  // esbuild has written what is wrong, with its place.
  process.exit(1);
}
chmodSync(outfile, 0o755);
console.log(`built dist/mesh.cjs ${version}`);
