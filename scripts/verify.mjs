// Everything that must hold, from a fresh clone: what continuous integration runs. Stops at the first failure.
import { run, runSteps } from "./run.mjs";

const node = process.execPath;

await runSteps([
  { name: "install", command: "npm", args: ["ci", "--no-audit", "--no-fund"] },
  { name: "generate", command: node, args: ["scripts/generate.mjs"] },
  { name: "typecheck", command: "npm", args: ["run", "--silent", "typecheck"] },
  { name: "lint", command: "npm", args: ["run", "--silent", "lint"] },
  { name: "format", command: "npm", args: ["run", "--silent", "format:check"] },
  { name: "build", command: node, args: ["scripts/build.mjs"] },
  ...(process.env.MESH_ENVOY
    ? []
    : [{ name: "envoy", command: node, args: ["dist/mesh.cjs", "envoy", "install"] }]),
]);

// The tests come last and bare, so that their summary is the last line of all.
console.log("\n--- test");
process.exitCode = await run(node, ["scripts/test.mjs", "unit", "envoy"]);
