import type { Command } from "commander";
import type { Choose } from "./choose.ts";

interface FmtFlags {
  readonly recursive?: true;
  readonly check?: true;
  readonly diff?: true;
}

const afterHelp = `
Canonical style is that of \`terraform fmt\`. JSON, and documents in Consul's own dialect, are left alone.
Exit status: 0 done, 1 a document cannot be read or, with --check, is not in canonical style.

Examples:
  mesh fmt -recursive
  mesh fmt -check -diff mesh.hcl
  mesh fmt - < mesh.hcl`;

export function addFmtCommand(program: Command, choose: Choose): void {
  program
    .command("fmt")
    .description("puts documents into canonical style, and names those it changed; needs no agent")
    .argument("[path...]", "documents and folders of *.hcl documents; - is standard input", ["."])
    .option("--recursive", "the folders in a folder too")
    .option("--check", "change nothing; fail when a document is not in canonical style")
    .option("--diff", "show what changes")
    .addHelpText("after", afterHelp)
    .action((paths: readonly string[], flags: FmtFlags) =>
      choose(async (context) => {
        const { fmt } = await import("../commands/fmt.ts");
        return fmt(
          {
            paths,
            depth: flags.recursive ? "recursive" : "folder",
            mode: flags.check ? "check" : "write",
            shows: flags.diff ? "differences" : "names",
          },
          context,
        );
      }),
    );
}
