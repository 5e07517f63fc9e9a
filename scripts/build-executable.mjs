// Puts a script into a copy of the Node that runs this: a "single executable application" of Node's.
import { chmodSync, copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { run } from "./run.mjs";

/** Where Node's own program says that it holds a script. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** Whether this Node can be given a script. Those of some distributions are a small program around a library. */
export function canBuildExecutable() {
  return readFileSync(process.execPath).includes(fuse);
}

/** The script must be CommonJS and need nothing but Node's own modules. It is taken away: the program is all that is left. */
export async function buildExecutable({ script, program }) {
  if (!canBuildExecutable()) {
    console.error(`${process.execPath} cannot be given a script; build with a Node from nodejs.org.`);
    process.exit(1);
  }
  const { inject } = await import("postject").catch(() => {
    console.error("postject is not installed; run `npm ci` first.");
    process.exit(1);
  });
  const [config, blob, unfinished] = [`${script}.sea.json`, `${script}.blob`, `${program}.new`];
  try {
    const settings = { main: script, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true };
    writeFileSync(config, JSON.stringify(settings));
    await step(process.execPath, ["--experimental-sea-config", config]);
    copyFileSync(process.execPath, unfinished);
    chmodSync(unfinished, 0o755);
    const isApple = process.platform === "darwin";
    if (isApple) await step("codesign", ["--remove-signature", unfinished]);
    await inject(unfinished, "NODE_SEA_BLOB", readFileSync(blob), {
      sentinelFuse: fuse,
      ...(isApple && { machoSegmentName: "NODE_SEA" }),
    });
    // Unsigned programs do not start there.
    if (isApple) await step("codesign", ["--sign", "-", unfinished]);
    // One that runs keeps the file it was started from.
    renameSync(unfinished, program);
  } finally {
    for (const file of [script, config, blob, unfinished]) rmSync(file, { force: true });
  }
}

async function step(command, args) {
  const exitCode = await run(command, args);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${exitCode}`);
}
