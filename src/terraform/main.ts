import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { providerHandlers } from "./framework/provider-handlers.ts";
import { meshProvider } from "./resources/mesh-provider.ts";
import { readHandshake } from "./wire/plugin/handshake.ts";
import { pluginLogger } from "./wire/plugin/plugin-log.ts";
import { servePlugin } from "./wire/plugin/serve-plugin.ts";

// Ctrl-C reaches the whole group of processes; Terraform tells us itself to stop, and waits for what we answer.
process.on("SIGINT", () => undefined);

// Whoever started us may be killed; without it nobody would ever end this process.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(1), 1000).unref();

const handshake = readHandshake(process.env);
if (typeof handshake === "string") {
  process.stderr.write(`${handshake}\n`);
  process.exitCode = 1;
} else {
  const logger = pluginLogger((line) => process.stderr.write(line), Date.now);
  const provider = meshProvider({
    variables: process.env,
    readText: (path) => readFileSync(path, "utf8"),
  });
  void servePlugin({
    handlers: providerHandlers(provider),
    handshake,
    logger,
    nowMs: Date.now(),
    announce: (line) => {
      process.stdout.write(`${line}\n`);
      // Several of these processes run beside one another for a moment each: from here on memory counts for more than a
      // little time.
      setFlagsFromString("--max-semi-space-size=4");
      setFlagsFromString("--optimize-for-size");
    },
  }).then(
    // Idle connections to the agent must not keep the process.
    () => process.exit(0),
    (cause: unknown) => {
      logger.error("the provider failed", { cause: String(cause) });
      process.exit(1);
    },
  );
}
