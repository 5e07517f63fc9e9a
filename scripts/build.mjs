// Builds the command line: generated sources, then dist/mesh.cjs and, beside it, what only running a mesh needs.
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository, runSteps } from "./run.mjs";

await runSteps([{ name: "generate", command: process.execPath, args: ["scripts/generate.mjs"] }]);

// Imported here, so that a checkout without `npm ci` gets a sentence and no stack.
const { build } = await import("esbuild").catch(() => {
  console.error("esbuild is not installed; run `npm ci` first.");
  process.exit(1);
});
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
const command = join(repository, "dist/mesh.cjs");
const runtime = join(repository, "dist/mesh-runtime.cjs");

/** What src/cli/runtime-commands.ts exports stays out of the command's file and is read from the one beside it. */
const runtimeApart = {
  name: "runtime-apart",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/runtime-commands\.ts$/ }, () => ({ path: "./mesh-runtime.cjs", external: true })),
};

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Packages with both forms: the ES module is the one a bundler can follow.
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  define: { MESH_VERSION: JSON.stringify(version) },
  logLevel: "warning",
};

try {
  await Promise.all([
    build({
      ...shared,
      entryPoints: [join(repository, "src/cli/main.ts")],
      outfile: command,
      banner: { js: "#!/usr/bin/env node" },
      plugins: [runtimeApart],
    }),
    build({ ...shared, entryPoints: [join(repository, "src/cli/runtime-commands.ts")], outfile: runtime }),
  ]);
} catch {
  // esbuild has written what is wrong, with its place.
  process.exit(1);
}
// One character beyond ASCII, which only a regular expression can bring, makes V8 hold and read all of it as UTF-16.
if (/[^\0-\x7f]/.test(readFileSync(command, "utf8"))) {
  console.error(
    "dist/mesh.cjs holds a character beyond ASCII: write it as an escape in the regular expression.",
  );
  process.exit(1);
}
chmodSync(command, 0o755);
console.log(`built dist/mesh.cjs ${version}`);
