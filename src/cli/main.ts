import { runCli } from "./run-cli.ts";

// The exit code is set, not taken: what was written is flushed first.
void runCli(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
