import { Command, CommanderError } from "commander";
import { AgentError } from "../client/agent-client.ts";
import { addAgentCommand } from "./command-line/agent-command.ts";
import { addApplyCommand } from "./command-line/apply-command.ts";
import type { Choose, ChosenCommand } from "./command-line/choose.ts";
import { addConnectCommand } from "./command-line/connect-command.ts";
import { addEnvoyCommand } from "./command-line/envoy-command.ts";
import { addRenderCommand } from "./command-line/render-command.ts";
import { addStatusCommand } from "./command-line/status-command.ts";
import { addUpCommand } from "./command-line/up-command.ts";
import { addValidateCommand } from "./command-line/validate-command.ts";
import { readEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { exitCodes } from "./exit-code.ts";
import type { ExitCode } from "./exit-code.ts";
import { withTwoDashes } from "./flags.ts";
import { processTerminal } from "./terminal.ts";

/** Put in by the build, from package.json. */
declare const MESH_VERSION: string;

/** Runs one command line, without the program's own name, and says how it went. */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const environment = readEnvironment(process.env);
  const terminal = processTerminal(environment);
  let chosen: ChosenCommand = () => exitCodes.usage;
  try {
    await commandLine(environment, (command) => (chosen = command)).parseAsync([...withTwoDashes(args)], {
      from: "user",
    });
    return await chosen({ terminal, environment });
  } catch (cause) {
    // Commander has written what it had to say.
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    if (!(cause instanceof AgentError)) throw cause;
    terminal.note(`${terminal.style("red", "Error")}: ${cause.message}`);
    return cause.code === "unreachable" ? exitCodes.unreachable : exitCodes.failure;
  }
}

function commandLine(environment: Environment, choose: Choose): Command {
  const program = new Command("mesh")
    .description("Declares a service mesh in HCL or JSON and applies it to real Envoys.")
    .version(MESH_VERSION)
    .helpCommand(false)
    .exitOverride()
    .addHelpText("after", afterHelp);
  addUpCommand(program, choose);
  addApplyCommand(program, choose, environment);
  addValidateCommand(program, choose);
  addRenderCommand(program, choose);
  addStatusCommand(program, choose, environment);
  addAgentCommand(program, choose);
  addConnectCommand(program, choose, environment);
  addEnvoyCommand(program, choose);
  return program;
}

const afterHelp = `
Examples:
  mesh up examples/counting/mesh.hcl
  mesh validate mesh.hcl
  mesh apply mesh.hcl -var v2_percent=50 --auto-approve --wait

Flags work with one dash or two. Exit status: ${exitCodes.success} done, ${exitCodes.failure} not done (a mistake, a refusal), \
${exitCodes.usage} wrong usage, ${exitCodes.unreachable} no agent answers, ${exitCodes.interrupted} interrupted.`;
