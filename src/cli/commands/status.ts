import type { ApiProxy, StatusResponse } from "../../client/api-types.ts";
import { agentAt } from "../agent-at.ts";
import { displayText } from "../../diagnostics/display-text.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { writeTable } from "../write-table.ts";
import type { CommandContext } from "./command-context.ts";

export interface StatusArguments {
  readonly agentAddress: string;
  readonly format: "text" | "json";
}

/** What is in force, and how far each proxy has come. */
export async function status(
  { agentAddress, format }: StatusArguments,
  { terminal, environment }: CommandContext,
): Promise<ExitCode> {
  const answer = await agentAt(agentAddress, environment.agentAccess).status();
  terminal.out(format === "json" ? JSON.stringify(answer, null, 2) : writeStatus(answer, terminal));
  return exitCodes.success;
}

function writeStatus(
  { revision, sets, datacenter, trust_domain, proxies }: StatusResponse,
  terminal: Terminal,
): string {
  if (revision === 0) return "Nothing was applied yet: proxies keep what they have. Run `mesh apply FILE`.";
  const head = `Revision ${revision} (sets: ${sets.join(", ")}), datacenter ${datacenter}, trust domain ${trust_domain}`;
  const rows = proxies.map((proxy) => [
    proxy.id,
    proxy.service,
    proxy.health,
    configurationOf(proxy, revision),
  ]);
  const rejections = proxies.flatMap(({ id, rejection }) =>
    rejection ? [`${terminal.style("red", `${id} rejected:`)} ${harmlessLines(rejection.message)}`] : [],
  );
  return [
    head,
    "",
    writeTable([["PROXY", "SERVICE", "HEALTH", "CONFIGURATION"], ...rows]),
    ...rejections,
  ].join("\n");
}

/** A proxy's words go to a terminal: nothing in them may steer it. */
function harmlessLines(text: string): string {
  return text.split("\n").map(displayText).join("\n");
}

function configurationOf(
  { connected, acknowledged_revision, rejection }: ApiProxy,
  revision: number,
): string {
  if (!connected) return "not connected";
  if (rejection) return `rejected (${rejection.type})`;
  if (acknowledged_revision === undefined) return "not acknowledged";
  return acknowledged_revision >= revision
    ? "acknowledged"
    : `acknowledged revision ${acknowledged_revision}, not ${revision}`;
}
