// Builds the constructs: generated sources, then dist/cdktf with what `meshwork/cdktf` and `meshwork/cdktf/jest` stand for.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository, runSteps } from "./run.mjs";

const folder = join(repository, "dist/cdktf");
rmSync(folder, { recursive: true, force: true });
await runSteps([
  { name: "generate", command: process.execPath, args: ["scripts/generate.mjs"] },
  {
    name: "types",
    command: process.execPath,
    args: ["node_modules/typescript/bin/tsc", "-p", "tsconfig.cdktf.json"],
  },
]);

const { build } = await import("esbuild");
const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

/** The matchers know a mesh by its class, of which there must be one. */
const oneLibrary = {
  name: "one-library",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/index\.ts$/ }, () => ({ path: "./index.js", external: true })),
};

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Packages with both forms: the ES module is the one a bundler can follow.
  mainFields: ["module", "main"],
  // Whoever uses constructs brings these, so that all of them are of one kind.
  external: ["cdktf", "constructs", "@jest/globals"],
  legalComments: "none",
  logLevel: "warning",
};

try {
  await build({
    ...shared,
    entryPoints: [join(repository, "src/cdktf/index.ts")],
    outfile: join(folder, "index.js"),
  });
  await build({
    ...shared,
    entryPoints: [join(repository, "src/cdktf/jest.ts")],
    outfile: join(folder, "jest.js"),
    plugins: [oneLibrary],
  });
} catch {
  // esbuild has written what is wrong, with its place.
  process.exit(1);
}
// The package itself is of ES modules.
writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
console.log(`built dist/cdktf ${version}`);
