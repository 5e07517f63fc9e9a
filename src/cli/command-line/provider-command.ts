import type { Command } from "commander";
import type { Choose } from "./choose.ts";

interface ProviderFlags {
  readonly directory?: string;
  readonly executable?: true;
}

export function addProviderCommand(program: Command, choose: Choose): void {
  program
    .command("provider")
    .description("manages the Terraform provider")
    .command("install")
    .description("puts the provider where terraform and tofu find it")
    .option(
      "--directory <path>",
      "a filesystem mirror of your own, instead of the one in which they look by themselves",
    )
    .option("--executable", "the provider that brings its own Node, for machines that have none")
    .action(({ directory, executable }: ProviderFlags) =>
      choose(async (context) => {
        const { providerInstall } = await import("../commands/provider-install.ts");
        return providerInstall({ directory, form: executable ? "executable" : "script" }, context);
      }),
    );
}
