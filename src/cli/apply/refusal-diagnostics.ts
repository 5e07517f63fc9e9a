import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { TerraformJson } from "../../diagnostics/json-writer.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { receivedRange } from "./received-range.ts";

/** What an agent says is wrong, at its place where that is in one of our files and in words where it is in another's. */
export function refusalDiagnostics(
  { diagnostics }: TerraformJson,
  files: readonly SourceFile[],
): readonly Diagnostic[] {
  return diagnostics.map(({ code, severity, hint, summary, detail, range, related }) => {
    const subject = range && receivedRange(range, files);
    const elsewhere =
      range && !subject
        ? ` (At ${range.filename}:${range.start.line}:${range.start.column}, in another set.)`
        : "";
    return {
      code,
      severity: hint ? "hint" : severity,
      summary,
      detail: `${detail}${elsewhere}`,
      ...(subject && { subject }),
      related: related.flatMap(({ message, range: place }) => {
        const known = receivedRange(place, files);
        return known ? [{ message, range: known }] : [];
      }),
    };
  });
}
