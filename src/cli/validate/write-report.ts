import { writeGithub } from "../../diagnostics/github-writer.ts";
import { toTerraformJson } from "../../diagnostics/json-writer.ts";
import { writeJunit } from "../../diagnostics/junit-writer.ts";
import { toSarif } from "../../diagnostics/sarif-writer.ts";
import { meshVersion } from "../version.ts";
import type { CheckedSources } from "./check-sources.ts";

/** The forms for machines: of Terraform's `validate -json`, of code scanners, of GitHub's workflows, of build servers. */
export const reportFormats = ["json", "sarif", "github", "junit"] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Everything that is wrong, in one of the forms for machines. */
export async function writeReport(
  format: ReportFormat,
  { diagnostics, files }: CheckedSources,
): Promise<string> {
  switch (format) {
    case "json":
      return JSON.stringify(toTerraformJson(diagnostics), null, 2);
    case "sarif": {
      const { allPages } = await import("../error-manual/all-pages.ts");
      return JSON.stringify(toSarif(diagnostics, { toolVersion: meshVersion, pages: allPages }), null, 2);
    }
    case "github":
      return writeGithub(diagnostics);
    case "junit":
      return writeJunit(
        diagnostics,
        files.map(({ filename }) => filename),
      );
  }
}
