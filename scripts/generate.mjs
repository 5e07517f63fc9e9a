// Writes the generated sources (src/**/gen), which the repository does not hold. Each step is a TypeScript module whose
// `generate(repository)` writes one folder; nothing but node_modules is needed.
import { mkdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const steps = [
  "tools/envoy-types/generate.ts",
  "tools/config-schema/generate.ts",
  "tools/construct-props/generate.ts",
  "tools/construct-bindings/generate.ts",
];

const repository = fileURLToPath(new URL("..", import.meta.url));
const cache = `${repository}node_modules/.cache/generate`;

mkdirSync(cache, { recursive: true });
for (const [index, step] of steps.entries()) {
  const outfile = `${cache}/step-${index}.mjs`;
  await build({
    absWorkingDir: repository,
    entryPoints: [step],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  const { generate } = await import(pathToFileURL(outfile).href);
  await generate(repository);
  console.log(`generated: ${step}`);
}
