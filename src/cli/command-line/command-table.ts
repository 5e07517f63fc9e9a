import { Command } from "commander";
import type { Environment } from "../environment.ts";
import { exitCodes } from "../exit-code.ts";
import { addAgentCommand } from "./agent-command.ts";
import { addApplyCommand } from "./apply-command.ts";
import { meshVersion } from "../version.ts";
import type { Choose } from "./choose.ts";
import { addConnectCommand } from "./connect-command.ts";
import { addEnvoyCommand } from "./envoy-command.ts";
import { addExplainCommand } from "./explain-command.ts";
import { addExplainCodeCommand } from "./explain-code-command.ts";
import { addFmtCommand } from "./fmt-command.ts";
import { addGraphCommand } from "./graph-command.ts";
import { addIntentionCommand } from "./intention-command.ts";
import { addProviderCommand } from "./provider-command.ts";
import { addRenderCommand } from "./render-command.ts";
import { addSchemaCommand } from "./schema-command.ts";
import { addShowCommand } from "./show-command.ts";
import { addStatusCommand } from "./status-command.ts";
import { addUpCommand } from "./up-command.ts";
import { addValidateCommand } from "./validate-command.ts";

/** Every command with its flags, in the order in which help lists them. */
export function commandTable(environment: Environment, choose: Choose): Command {
  const program = new Command("mesh")
    .description("Declares a service mesh in HCL or JSON and applies it to real Envoys.")
    .version(meshVersion)
    .helpCommand(false)
    .exitOverride()
    .addHelpText("after", afterHelp);
  addUpCommand(program, choose);
  addApplyCommand(program, choose, environment);
  addValidateCommand(program, choose);
  addExplainCommand(program, choose);
  addIntentionCommand(program, choose);
  addShowCommand(program, choose);
  addExplainCodeCommand(program, choose);
  addFmtCommand(program, choose);
  addSchemaCommand(program, choose);
  addRenderCommand(program, choose);
  addGraphCommand(program, choose);
  addStatusCommand(program, choose, environment);
  addAgentCommand(program, choose);
  addConnectCommand(program, choose, environment);
  addEnvoyCommand(program, choose);
  addProviderCommand(program, choose);
  return program;
}

/** The long names of every flag of every command, without dashes. */
export function flagNames(command: Command): ReadonlySet<string> {
  const own = ["help", ...command.options.flatMap(({ long }) => (long ? [long.slice(2)] : []))];
  return new Set([...own, ...command.commands.flatMap((inner) => [...flagNames(inner)])]);
}

const afterHelp = `
Examples:
  mesh up examples/counting/mesh.hcl
  mesh validate mesh.hcl
  mesh apply mesh.hcl -var v2_percent=50 --auto-approve --wait

Flags work with one dash or two. Exit status: ${exitCodes.success} done, ${exitCodes.failure} not done (a mistake, a refusal), \
${exitCodes.usage} wrong usage, ${exitCodes.unreachable} no agent answers, ${exitCodes.interrupted} interrupted.`;
