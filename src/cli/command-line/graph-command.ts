import { Option } from "commander";
import type { Command } from "commander";
import type { GraphFormat } from "../commands/graph.ts";
import type { Choose } from "./choose.ts";
import { withVariables } from "./options.ts";

interface GraphFlags {
  readonly output?: string;
  readonly format?: GraphFormat;
  readonly json?: true;
}

const formats: readonly GraphFormat[] = ["svg", "html", "dot", "mermaid", "json"];

const afterHelp = `
Shows services, the calls their upstreams make, whether intentions allow them, and the shares of splits. The form is
that of --format, else that of the output's name, else svg.

Examples:
  mesh graph mesh.hcl -o mesh.html
  mesh graph mesh.hcl --format mermaid`;

export function addGraphCommand(program: Command, choose: Choose): void {
  const command = program
    .command("graph")
    .description("draws who calls whom and who may; needs no agent")
    .argument("<path>", "a document, or a folder of documents")
    .option("-o, --output <file>", "where to write; standard output unless given")
    .addOption(new Option("--format <format>", "how it is drawn").choices(formats))
    .option("--json", "the same as --format json")
    .addHelpText("after", afterHelp);
  const variableFlags = withVariables(command);
  command.action((path: string, { output, format, json }: GraphFlags) =>
    choose(async (context) => {
      const { graph } = await import("../runtime-commands.ts");
      const drawn = json ? "json" : (format ?? formatOf(output));
      return graph({ path, variableFlags, format: drawn, output }, context);
    }),
  );
}

function formatOf(output: string | undefined): GraphFormat {
  const ending = output?.slice(output.lastIndexOf(".") + 1).toLowerCase();
  if (ending === "htm") return "html";
  if (ending === "gv") return "dot";
  if (ending === "mmd") return "mermaid";
  return formats.find((format) => format === ending) ?? "svg";
}
