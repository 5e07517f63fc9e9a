import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import type { LogLevel } from "../../platform/node/logger.ts";
import type { Choose } from "./choose.ts";
import { durationMs, envoyVersionOption, withPorts } from "./options.ts";
import type { PortFlags } from "./options.ts";

interface AgentFlags extends PortFlags {
  readonly dev?: true;
  readonly leafTtl?: number;
  readonly logLevel: LogLevel;
  readonly envoyVersion?: EnvoyVersion;
  readonly tokenFile?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsClientCa?: string;
}

const examples = `
Examples:
  mesh agent -dev
  mesh agent -dev -token-file token -tls-cert agent.pem -tls-key agent-key.pem`;

export function addAgentCommand(program: Command, choose: Choose): void {
  const command = program
    .command("agent")
    .description("runs the runtime server")
    .option("--dev", "keep what was applied in memory");
  withPorts(command)
    .option("--leaf-ttl <duration>", "how long a workload's certificate is valid (default 72h)", leafTtlMs)
    .addOption(
      new Option("--log-level <level>", "the least that is logged")
        .choices(["debug", "info", "warn", "error"])
        .default("info"),
    )
    .addOption(envoyVersionOption())
    .option("--token-file <file>", "a file with the token that users of the HTTP API must bear (MESH_TOKEN)")
    .option("--tls-cert <file>", "PEM of the certificate with which the HTTP API speaks TLS")
    .option("--tls-key <file>", "PEM of its key")
    .option(
      "--tls-client-ca <file>",
      "PEM of the authorities one of which must have signed a user's certificate",
    )
    .addHelpText("after", examples)
    .action((flags: AgentFlags) =>
      choose(async (context) => {
        const { agent } = await import("../runtime-commands.ts");
        const { dev, httpPort, xdsPort, logLevel, leafTtl, envoyVersion } = flags;
        const { tokenFile, tlsCert, tlsKey, tlsClientCa } = flags;
        return agent(
          {
            isDevelopment: dev === true,
            httpPort,
            xdsPort,
            logLevel,
            leafTtlMs: leafTtl,
            envoyVersion,
            accessFiles: { tokenFile, tlsCert, tlsKey, tlsClientCa },
          },
          context,
        );
      }),
    );
}

/** Shorter, and renewals would chase each other; longer, and the authority itself would be older than its leaves. */
const leafTtlBoundsMs = { least: 5_000, most: 365 * 24 * 3_600_000 } as const;

function leafTtlMs(text: string): number {
  const ttlMs = durationMs(text);
  if (ttlMs < leafTtlBoundsMs.least || ttlMs > leafTtlBoundsMs.most) {
    throw new InvalidArgumentError("Give a lifetime from 5s to 8760h.");
  }
  return ttlMs;
}
