import { setFlagsFromString } from "node:v8";
import { exitCodes } from "./exit-code.ts";
import { runCli } from "./run-cli.ts";

// Nearly all that a compilation makes lives until it ends. V8 finds out in small steps, copying it again and again; told so
// at the start, it lets young memory grow at once, which saves a tenth of the time that a large mesh takes.
setFlagsFromString("--semi-space-growth-factor=16");

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
