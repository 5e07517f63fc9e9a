import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Terraform or OpenTofu, from the `PATH`. */
export interface TerraformProgram {
  readonly name: "terraform" | "tofu";
  /** Undefined when it is not there. */
  readonly path: string | undefined;
}

export const terraformPrograms: readonly TerraformProgram[] = (["terraform", "tofu"] as const).map(
  (name) => ({
    name,
    path: inPath(name),
  }),
);

/** What stands in the name of tests that cannot run. */
export function skippedBecause({ name }: TerraformProgram): string {
  const where =
    name === "terraform"
      ? "https://developer.hashicorp.com/terraform/install"
      : "https://opentofu.org/docs/intro/install/";
  return `skipped: no ${name} in PATH; get it from ${where}`;
}

function inPath(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
