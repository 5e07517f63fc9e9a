import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { installProvider } from "../provider/install-provider.ts";
import { meshVersion } from "../version.ts";
import type { CommandContext } from "./command-context.ts";

export interface ProviderInstallArguments {
  /** A filesystem mirror; undefined for the one in which terraform and tofu look by themselves. */
  readonly directory: string | undefined;
  /** A script is started by the Node in the `PATH`; an executable brings its own. */
  readonly form: "script" | "executable";
}

const builtFiles = {
  script: { path: "terraform-provider-mesh", command: "npm run build:provider" },
  executable: {
    path: join("executable", "terraform-provider-mesh"),
    command: "npm run build:provider -- --executable",
  },
} as const;

/** Puts the Terraform provider that was built beside this command where terraform and tofu find it. */
export function providerInstall(
  { directory, form }: ProviderInstallArguments,
  { terminal }: CommandContext,
): ExitCode {
  const { path, command } = builtFiles[form];
  const program = join(dirname(realpathSync(process.argv[1] ?? "")), path);
  const installed = installProvider({
    program,
    directory: resolve(directory ?? join(homedir(), ".terraform.d", "plugins")),
    version: meshVersion,
    machine: process,
  });
  if (!installed) {
    terminal.note(`There is no provider at ${program}; build it with \`${command}\`.`);
    return exitCodes.failure;
  }
  for (const file of installed) terminal.out(`Installed ${file}`);
  if (directory !== undefined) {
    terminal.note(
      `terraform and tofu look there when their settings say: provider_installation { filesystem_mirror { path = ${JSON.stringify(resolve(directory))} } }`,
    );
  }
  return exitCodes.success;
}
