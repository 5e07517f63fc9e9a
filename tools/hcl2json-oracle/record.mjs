// Records what HashiCorp's own parser says to the native-syntax tests: `node tools/hcl2json-oracle/record.mjs`.
import { mkdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const folder = `${repository}node_modules/.cache/hcl2json-oracle`;
const outfile = `${folder}/record.mjs`;

process.chdir(repository);
mkdirSync(folder, { recursive: true });
await build({
  entryPoints: ["tools/hcl2json-oracle/record.ts"],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
const { record } = await import(pathToFileURL(outfile).href);
await record((line) => console.error(line));
