import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { defaultHttpPort, withScheme } from "../../client/agent-address.ts";
import { defaultXdsPort } from "../environment.ts";
import type { Environment } from "../environment.ts";
import { parseDurationMs } from "../flags.ts";
import { envoyVersionText, parseEnvoyVersion, supportedEnvoyVersions } from "../../graph/envoy-version.ts";

/** Adds `-var` and `-var-file`; the returned list holds what was given, in its order. */
export function withVariables(command: Command): readonly VariableFlag[] {
  const given: VariableFlag[] = [];
  command.option("--var <name=value>", "the value of a variable; may be repeated", (text: string) =>
    given.push({ kind: "var", text }),
  );
  command.option("--var-file <file>", "a file of variables' values; may be repeated", (path: string) =>
    given.push({ kind: "file", path }),
  );
  return given;
}

export function addressOption(environment: Environment): Option {
  return new Option("--address <url>", "where the agent's HTTP API is (MESH_HTTP_ADDR)")
    .default(environment.agentAddress)
    .argParser(withScheme);
}

export interface PortFlags {
  readonly httpPort: number;
  readonly xdsPort: number;
}

/** Where an agent listens, always on loopback. */
export function withPorts(command: Command): Command {
  return command
    .addOption(
      new Option("--http-port <port>", "the agent's HTTP API, on loopback")
        .default(defaultHttpPort)
        .argParser(port),
    )
    .addOption(
      new Option("--xds-port <port>", "the agent's xDS over gRPC, on loopback")
        .default(defaultXdsPort)
        .argParser(port),
    );
}

/** What the proxies run, for commands that compile documents. */
export function envoyVersionOption(): Option {
  const versions = supportedEnvoyVersions.map(envoyVersionText);
  const description = `the Envoy that the proxies run, ${versions.at(0)} to ${versions.at(-1)}`;
  return new Option("--envoy-version <version>", description).argParser((text) => {
    const version = parseEnvoyVersion(text);
    if (!version) throw new InvalidArgumentError(`Give one of ${versions.join(", ")}.`);
    return version;
  });
}

/** A duration in milliseconds, for an option's value. */
export function durationMs(text: string): number {
  const parsed = parseDurationMs(text);
  if (parsed === undefined || parsed <= 0)
    throw new InvalidArgumentError('Give a duration such as "500ms", "30s" or "72h".');
  return parsed;
}

function port(text: string): number {
  const parsed = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(parsed) || parsed > 65_535)
    throw new InvalidArgumentError("Give a port from 0 to 65535; 0 picks a free one.");
  return parsed;
}
