// Runs one benchmark: `npm run bench -- NAME`. Progress goes to standard error; the last line of standard output is one
// JSON object. What each measures, and what is wanted, is said in bench/README.md.
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const benchmarks = ["convergence", "cli-start", "language", "evaluate", "render", "provider"];

const repository = fileURLToPath(new URL("..", import.meta.url));
const [name] = process.argv.slice(2);

if (!benchmarks.includes(name)) stop(`usage: npm run bench -- ${benchmarks.join(" | ")}`, 2);
if (!existsSync(`${repository}dist/mesh.cjs`))
  stop("dist/mesh.cjs is not there; run `npm run build` first.", 1);

process.chdir(repository);
const cache = `${repository}node_modules/.cache/bench`;
mkdirSync(cache, { recursive: true });
const outfile = `${cache}/${name}.mjs`;
await build({
  entryPoints: [`bench/${name}.ts`],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  // The generated validators are CommonJS.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
const { run } = await import(pathToFileURL(outfile).href);
const result = await run((line) => console.error(line));
console.log(JSON.stringify(result));

function stop(message, exitCode) {
  console.error(message);
  process.exit(exitCode);
}
