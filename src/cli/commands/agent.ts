import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import { nodeLogger } from "../../platform/node/logger.ts";
import type { LogLevel } from "../../platform/node/logger.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { readHttpAccess } from "./http-access.ts";
import type { HttpAccessFiles } from "./http-access.ts";
import { ServerStartError, startServer } from "../start-server.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import type { CommandContext } from "./command-context.ts";

export interface AgentArguments {
  readonly isDevelopment: boolean;
  readonly httpPort: number;
  readonly xdsPort: number;
  readonly logLevel: LogLevel;
  readonly leafTtlMs: number | undefined;
  readonly envoyVersion: EnvoyVersion | undefined;
  readonly accessFiles: HttpAccessFiles;
}

/** Runs the runtime server until it is told to end. */
export async function agent(
  { isDevelopment, httpPort, xdsPort, logLevel, leafTtlMs, envoyVersion, accessFiles }: AgentArguments,
  { terminal, environment }: CommandContext,
): Promise<ExitCode> {
  if (!isDevelopment) {
    terminal.note(
      "This version of the agent keeps what was applied in memory only. Say that you know it: mesh agent -dev",
    );
    return exitCodes.usage;
  }
  const access = readHttpAccess(accessFiles);
  if (typeof access === "string") {
    terminal.note(access);
    return exitCodes.usage;
  }
  const interrupted = untilInterrupted();
  try {
    const server = await startServer({
      address: "127.0.0.1",
      httpPort,
      xdsPort,
      stateDirectory: environment.stateDirectory,
      logger: nodeLogger(logLevel),
      envoyVersion,
      access,
      ...(leafTtlMs !== undefined && { leafTtlMs }),
    });
    await interrupted;
    await server.stop();
    return exitCodes.success;
  } catch (cause) {
    if (!(cause instanceof ServerStartError)) throw cause;
    terminal.note(cause.message);
    return exitCodes.failure;
  }
}
