import { spawn } from "node:child_process";
import type { Environment } from "./envoy-cache.ts";

export type CommandResult =
  /** `output` is standard output and standard error as they came, at most the last 64 Ki characters. */
  | { readonly kind: "exited"; readonly exitCode: number; readonly output: string }
  | { readonly kind: "interrupted" }
  /** No such command, or one that cannot be started; `reason` is the system's. */
  | { readonly kind: "not-started"; readonly reason: string };

export type RunCommand = (
  command: string,
  args: readonly string[],
  env: Environment,
) => Promise<CommandResult>;

const keptOutputUnits = 64 * 1024;

/**
 * Runs a command to its end without a shell and without input. SIGINT and SIGTERM end the command and not this
 * process, whose caller can then clean up.
 */
export const runCommand: RunCommand = (command, args, env) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let interrupted = false;
    const keep = (chunk: string) => (output = (output + chunk).slice(-keptOutputUnits));
    const interrupt = (signal: NodeJS.Signals) => {
      interrupted = true;
      child.kill(signal);
    };
    const settle = (result: CommandResult) => {
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
      resolve(interrupted ? { kind: "interrupted" } : result);
    };
    process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.on("error", (error) => settle({ kind: "not-started", reason: error.message }));
    child.on("close", (exitCode) => settle({ kind: "exited", exitCode: exitCode ?? 1, output }));
  });
