import { exitCodes } from "./exit-code.ts";
import { runCli } from "./run-cli.ts";

// Whoever reads may stop reading (`mesh status | head -1`): then there is nobody left to tell anything, but what the
// command found still counts. Any other failure to write, such as a full disk behind a redirection, must not look like a
// success.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EPIPE") process.exit(exitCodes.failure);
    // A command that is about to end says how it went; one that goes on and on ends here.
    setImmediate(() => process.exit(process.exitCode ?? exitCodes.success));
  });
}

// The exit code is set, not taken: what was written is flushed first.
void runCli(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
