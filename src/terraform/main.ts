import { readHandshake } from "./wire/plugin/handshake.ts";
import { pluginLogger } from "./wire/plugin/plugin-log.ts";
import { runPlugin } from "./wire/plugin/run-plugin.ts";

// Ctrl-C reaches the whole group of processes; Terraform tells us itself to stop, and waits for what we answer.
process.on("SIGINT", () => undefined);

// Ends in good order, with what is to be done then.
process.on("SIGTERM", () => process.exit(1));

// Whoever started us may be killed; without it nobody would ever end this process.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(1), 1000).unref();

const handshake = readHandshake(process.env);
if (typeof handshake === "string") {
  process.stderr.write(`${handshake}\n`);
  process.exitCode = 1;
} else {
  const logger = pluginLogger((line) => process.stderr.write(line), Date.now);
  void runPlugin({
    handshake,
    announce: (line) => process.stdout.write(`${line}\n`),
    loadHandlers: async () => (await import("./mesh-handlers.ts")).meshHandlers(),
    logger,
    nowMs: Date.now(),
  }).then(
    // Idle connections to the agent must not keep the process.
    () => process.exit(0),
    (cause: unknown) => {
      logger.error("the provider failed", { cause: String(cause) });
      process.exit(1);
    },
  );
}
