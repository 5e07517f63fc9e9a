// How the project's scripts run other programs: no shell, output passed through, signals passed on.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("..", import.meta.url));

/** Runs a program in the repository's root to its end; resolves to its exit code, 128 + n for signal n as shells have it. */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: repository, stdio: "inherit" });
    // A terminal sends Ctrl-C to the child as well, which a second one might tell to drop everything.
    const passOn = (signal) => (signal === "SIGINT" && process.stdin.isTTY ? undefined : child.kill(signal));
    process.on("SIGINT", passOn).on("SIGTERM", passOn);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", passOn).off("SIGTERM", passOn);
      resolve(code ?? signalExitCodes[signal] ?? 1);
    });
  });
}

const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

/** Runs named steps one after another, each with a headline and its duration; ends the process at the first that fails. */
export async function runSteps(steps) {
  for (const { name, command, args } of steps) {
    console.log(`\n--- ${name}`);
    const started = performance.now();
    const exitCode = await run(command, args).catch((error) => {
      console.error(error.message);
      return 127;
    });
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    if (exitCode !== 0) {
      console.error(
        `--- ${name} failed after ${seconds} s (exit code ${exitCode}): ${[command, ...args].join(" ")}`,
      );
      process.exit(exitCode);
    }
    console.log(`--- ${name} done in ${seconds} s`);
  }
}
