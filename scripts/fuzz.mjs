// Feeds mutated documents to everything that reads what users write:
//   node scripts/fuzz.mjs SECONDS [--from SEED]   for a time; each run begins at another seed unless one is given
//   node scripts/fuzz.mjs --seed SEED             one input again
// A crash, a place outside of its file, or an input that takes longer than two seconds ends the run with its seed.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { repository } from "./run.mjs";

/** No single input may keep the worker for longer, however slow the machine. */
const stuckAfterMs = 30_000;

process.chdir(repository);
const { seconds, seed, inputs } = readArguments(process.argv.slice(2));
const cache = join(repository, "node_modules/.cache/fuzz");
mkdirSync(cache, { recursive: true });
await build({
  entryPoints: ["test/fuzz/fuzz-worker.ts", "test/fuzz/fuzz-input.ts"],
  outdir: cache,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  logLevel: "warning",
});

const { failure, inputs: examined } = await work();
if (failure) {
  const { fuzzInput } = createRequire(import.meta.url)(join(cache, "fuzz-input.cjs"));
  const { target, text } = fuzzInput(failure.seed);
  const file = join(cache, `${failure.seed}.txt`);
  writeFileSync(file, text);
  console.error(`fuzz: seed ${failure.seed} (${target.name}) fails: ${failure.message}`);
  console.error(`Again: node scripts/fuzz.mjs --seed ${failure.seed}; the input is in ${file}`);
  process.exit(1);
}
console.log(`fuzz: ${examined} inputs from seed ${seed}, no failure`);

function work() {
  const progress = new SharedArrayBuffer(4);
  const current = new Int32Array(progress);
  const worker = new Worker(join(cache, "fuzz-worker.cjs"), {
    workerData: { seed, seconds, inputs, progress },
    // The recursion of the front end must fit into the stack of a main thread.
    resourceLimits: { stackSizeMb: 4, maxOldGenerationSizeMb: 2_048 },
  });
  return new Promise((resolve) => {
    const fail = (message) => resolve({ inputs: 0, failure: { seed: Atomics.load(current, 0), message } });
    let seen = { seed: -1, atMs: performance.now() };
    const watch = setInterval(() => {
      const now = Atomics.load(current, 0);
      if (now !== seen.seed) seen = { seed: now, atMs: performance.now() };
      else if (performance.now() - seen.atMs > stuckAfterMs) fail(`no end after ${stuckAfterMs} ms`);
    }, 1_000);
    watch.unref();
    worker.on("message", resolve);
    worker.on("error", (error) => fail(error.stack ?? String(error)));
  });
}

function readArguments(args) {
  const valueOf = (flag) => {
    const at = args.indexOf(flag);
    return at < 0 ? undefined : wholeNumber(args[at + 1], flag);
  };
  const once = valueOf("--seed");
  if (once !== undefined) return { seconds: 0, seed: once, inputs: 1 };
  const [seconds = "60"] = args;
  return {
    seconds: wholeNumber(seconds, "SECONDS"),
    seed: valueOf("--from") ?? (Date.now() >> 4) & 0x3fffffff,
    inputs: 2 ** 30,
  };
}

function wholeNumber(text, what) {
  if (/^\d{1,10}$/.test(text ?? "")) return Number(text);
  console.error(`${what} is a whole number: node scripts/fuzz.mjs SECONDS [--from SEED] | --seed SEED`);
  process.exit(2);
}
