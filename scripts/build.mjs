// Builds the command line: generated sources, then dist/mesh.cjs, which starts the command beside it from its compiled
// form, and what only running a mesh needs.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository, runSteps } from "./run.mjs";

await runSteps([{ name: "generate", command: process.execPath, args: ["scripts/generate.mjs"] }]);

// Imported here, so that a checkout without `npm ci` gets a sentence and no stack.
const { build } = await import("esbuild").catch(() => {
  console.error("esbuild is not installed; run `npm ci` first.");
  process.exit(1);
});
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
const dist = join(repository, "dist");
const program = join(dist, "mesh.cjs");
const command = join(dist, "mesh-command.cjs");
const temporary = mkdtempSync(join(tmpdir(), "mesh-build-"));
const recorder = join(temporary, "record-code-cache.cjs");
process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));

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
  // Code that is run from its compiled form cannot import; it requires.
  supported: { "dynamic-import": false },
  // Packages with both forms: the ES module is the one a bundler can follow.
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  define: { MESH_VERSION: JSON.stringify(version) },
  logLevel: "warning",
};

const from = (entry, outfile) => ({ ...shared, entryPoints: [join(repository, "src/cli", entry)], outfile });

// V8 knows code by its length alone: what was made of other code must not be found beside this.
rmSync(join(dist, "mesh-command.code-cache"), { force: true });
try {
  await Promise.all([
    build({ ...from("start/start.ts", program), banner: { js: "#!/usr/bin/env node" } }),
    build({ ...from("main.ts", command), plugins: [runtimeApart] }),
    build(from("runtime-commands.ts", join(dist, "mesh-runtime.cjs"))),
    build(from("start/record-code-cache.ts", recorder)),
  ]);
} catch {
  // esbuild has written what is wrong, with its place.
  process.exit(1);
}
// One character beyond ASCII, which only a regular expression can bring, makes V8 hold and read all of it as UTF-16.
if (/[^\0-\x7f]/.test(readFileSync(command, "utf8"))) {
  console.error(
    "dist/mesh-command.cjs holds a character beyond ASCII: write it as an escape in the regular expression.",
  );
  process.exit(1);
}
chmodSync(program, 0o755);
const example = join(repository, "examples/counting/mesh.hcl");
execFileSync(process.execPath, [recorder, dist, "validate", example], {
  stdio: ["ignore", "ignore", "inherit"],
});
console.log(`built dist/mesh.cjs ${version}`);
