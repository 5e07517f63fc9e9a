// Writes docs/reference/ from schemas/: `npm run docs`. A unit test fails when a page is stale.
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const outfile = `${repository}node_modules/.cache/reference-docs/generate.mjs`;

await build({
  absWorkingDir: repository,
  entryPoints: ["tools/reference-docs/generate.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
const { generate } = await import(pathToFileURL(outfile).href);
generate(repository);
