import { Option } from "commander";
import type { Command } from "commander";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import type { ReportFormat } from "../validate/write-report.ts";
import type { Choose } from "./choose.ts";
import { envoyVersionOption, withVariables } from "./options.ts";

interface ValidateFlags {
  readonly format: "text" | ReportFormat;
  readonly json?: true;
  readonly fix?: true;
  readonly stdinFilename: string;
  readonly envoyVersion?: EnvoyVersion;
}

// Written out here, since the writers themselves are loaded only when documents are checked.
const formats: readonly ValidateFlags["format"][] = ["text", "json", "sarif", "github", "junit"];

const afterHelp = `
Documents of one folder share variables and locals; those of several folders are checked together.
Files in which nothing resembles a mesh are left out, and named. Exit status: 0 valid, perhaps with warnings; 1 not valid.

Examples:
  mesh validate mesh.hcl -var v2_percent=10
  mesh validate team-a team-b --format sarif
  mesh validate -fix mesh.hcl
  mesh validate - < mesh.hcl`;

export function addValidateCommand(program: Command, choose: Choose): void {
  const command = program
    .command("validate")
    .description("says everything that is wrong with documents; needs no agent")
    .argument("<path...>", "documents and folders of documents; - is standard input")
    .addOption(
      new Option("--format <format>", "how diagnostics are written").choices(formats).default("text"),
    )
    .option("--json", "the same as --format json")
    .option("--fix", "correct in the files what is certain, such as misspelt names")
    .option("--stdin-filename <name>", "what standard input is called", "<stdin>")
    .addOption(envoyVersionOption())
    .addHelpText("after", afterHelp);
  const variableFlags = withVariables(command);
  command.action(
    (paths: readonly string[], { format, json, fix, stdinFilename, envoyVersion }: ValidateFlags) =>
      choose(async (context) => {
        const { validate } = await import("../commands/validate.ts");
        const mode = fix ? "fix" : "check";
        return validate(
          {
            paths,
            inputName: stdinFilename,
            variableFlags,
            format: json ? "json" : format,
            mode,
            envoyVersion,
          },
          context,
        );
      }),
  );
}
