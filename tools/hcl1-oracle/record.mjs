// Records what Consul's own parsers say to the documents of the HCL1 tests: `node tools/hcl1-oracle/record.mjs`.
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { format, resolveConfig } from "prettier";
import { readFileSync, writeFileSync } from "node:fs";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const outfile = `${repository}node_modules/.cache/hcl1-oracle/record.mjs`;

await build({
  absWorkingDir: repository,
  entryPoints: ["tools/hcl1-oracle/record.ts"],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
const { record } = await import(pathToFileURL(outfile).href);
record(repository);

const recorded = `${repository}test/language/hcl1/recorded.json`;
const options = await resolveConfig(recorded);
writeFileSync(recorded, await format(readFileSync(recorded, "utf8"), { ...options, filepath: recorded }));
