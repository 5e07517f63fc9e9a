// Everything that must hold, from a fresh clone: what continuous integration runs. Stops at the first failure.
// A minute of fuzzing always begins at the same input, so that a change is judged by what it changes; `--long` looks for
// an hour at inputs that nobody has seen.
import { canBuildExecutable } from "./build-executable.mjs";
import { run, runSteps } from "./run.mjs";

const node = process.execPath;
const fuzzArguments = process.argv.includes("--long") ? ["3600"] : ["60", "--from", "1"];

await runSteps([
  { name: "install", command: "npm", args: ["ci", "--no-audit", "--no-fund"] },
  { name: "generate", command: node, args: ["scripts/generate.mjs"] },
  { name: "typecheck", command: "npm", args: ["run", "--silent", "typecheck"] },
  {
    name: "typecheck with cdktn in the place of cdktf",
    command: node,
    args: ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "tsconfig.cdktn.json"],
  },
  { name: "lint", command: "npm", args: ["run", "--silent", "lint"] },
  { name: "format", command: "npm", args: ["run", "--silent", "format:check"] },
  { name: "build", command: node, args: ["scripts/build.mjs"] },
  {
    name: "build provider",
    command: node,
    // Without the executable its test is skipped, by name.
    args: ["scripts/build-provider.mjs", ...(canBuildExecutable() ? ["--executable"] : [])],
  },
  { name: "build constructs", command: node, args: ["scripts/build-cdktf.mjs"] },
  { name: "fuzz", command: node, args: ["scripts/fuzz.mjs", ...fuzzArguments] },
  ...(process.env.MESH_ENVOY
    ? []
    : [{ name: "envoy", command: node, args: ["dist/mesh.cjs", "envoy", "install"] }]),
]);

// The tests come last and bare, so that their summary is the last line of all.
console.log("\n--- test");
process.exitCode = await run(node, ["scripts/test.mjs", "unit", "envoy", "browser", "terraform"]);
