// Writes docs/reference/ from schemas/, docs/errors/ from the rules' own pages and docs/terraform/ from the provider's
// schema: `npm run docs`. Unit tests fail when a page is stale.
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const repository = fileURLToPath(new URL("../..", import.meta.url));

for (const name of ["reference-docs", "error-pages", "provider-docs"]) {
  const outfile = `${repository}node_modules/.cache/${name}/generate.mjs`;
  await build({
    absWorkingDir: repository,
    entryPoints: [`tools/${name}/generate.ts`],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  const { generate } = await import(pathToFileURL(outfile).href);
  generate(repository);
}
