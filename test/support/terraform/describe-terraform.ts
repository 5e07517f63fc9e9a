import { describe, test } from "@jest/globals";
import { skippedBecause, terraformPrograms } from "./terraform-program.ts";
import type { TerraformProgram } from "./terraform-program.ts";

/** A program that is there. */
export type InstalledProgram = TerraformProgram & { readonly path: string };

/** The same tests with Terraform and OpenTofu; where one is not there, a skipped test says how to get it. */
export function describeTerraform(title: string, tests: (program: InstalledProgram) => void): void {
  describe.each(terraformPrograms)(title, (program) => {
    const { name, path } = program;
    if (path === undefined) test.skip(skippedBecause(program), () => undefined);
    else tests({ name, path });
  });
}
