import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where `meshwork/mesh` is looked for when a configuration names no registry: Terraform's own, and OpenTofu's. */
const registries = ["registry.terraform.io", "registry.opentofu.org"] as const;

const platforms: Readonly<Record<string, string>> = { win32: "windows" };
const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

export interface ProviderInstallation {
  /** The built provider. */
  readonly program: string;
  /** A filesystem mirror, such as `~/.terraform.d/plugins`. */
  readonly directory: string;
  readonly version: string;
  readonly machine: { readonly platform: string; readonly arch: string };
}

/**
 * Puts the provider into a filesystem mirror, unpacked, for terraform and tofu alike; returns the files. Undefined when
 * the provider was not built.
 */
export function installProvider({
  program,
  directory,
  version,
  machine,
}: ProviderInstallation): readonly string[] | undefined {
  if (!existsSync(program)) return undefined;
  const platform = platforms[machine.platform] ?? machine.platform;
  const target = `${platform}_${architectures[machine.arch] ?? machine.arch}`;
  return registries.map((registry) => {
    const folder = join(directory, registry, "meshwork", "mesh", version, target);
    const file = join(folder, `terraform-provider-mesh_v${version}`);
    mkdirSync(folder, { recursive: true });
    // A provider that runs keeps the file it was started from.
    copyFileSync(program, `${file}.new`);
    chmodSync(`${file}.new`, 0o755);
    renameSync(`${file}.new`, file);
    // The version in its name looks like an extension, which Node does not take from a project of modules around it.
    writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
    return file;
  });
}
