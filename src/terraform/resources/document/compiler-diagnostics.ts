import { hasErrors } from "../../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import { toTerraformJson } from "../../../diagnostics/json-writer.ts";
import type {
  TerraformDiagnostic,
  TerraformRange,
  TerraformSnippet,
} from "../../../diagnostics/json-writer.ts";
import { attributeAt, keyAt } from "../../framework/attribute-path.ts";
import type { AttributePath } from "../../framework/attribute-path.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";
import type { DocumentSource } from "./load-document-set.ts";

/**
 * What the compiler says, here or at the agent, as Terraform shows it: the line and its place stand in the text, since
 * Terraform can only point into its own files. What could be better is not said of documents that are wrong.
 */
export function compilerDiagnostics(
  diagnostics: readonly TerraformDiagnostic[],
  source: DocumentSource,
): readonly ProviderDiagnostic[] {
  return diagnostics
    .filter(({ hint }) => !hint)
    .map(({ severity, summary, detail, code, range, snippet, related }) => {
      const place = range ? `${placeText(range, snippet)}\n\n` : "";
      const others = related.map(({ message, range: other }) => `\n\n${message} (${positionText(other)})`);
      return {
        severity,
        summary,
        detail: `${place}${detail} [${code}]${others.join("")}`,
        path: attributeOf(source, range?.filename),
      };
    });
}

/** The compiler's own diagnostics in the form that travels. */
export function reportOf(diagnostics: readonly Diagnostic[]): readonly TerraformDiagnostic[] {
  const shown = hasErrors(diagnostics)
    ? diagnostics.filter(({ severity }) => severity === "error")
    : diagnostics;
  return toTerraformJson(shown).diagnostics;
}

/** A place as Terraform writes one of its own: the file, the line, the block, the line itself. */
export function placeText(range: TerraformRange, snippet: TerraformSnippet | undefined): string {
  const { filename, start } = range;
  const block = snippet?.context ? `, in ${snippet.context}` : "";
  const head = `  on ${filename} line ${start.line}${block}:`;
  const lines = snippet ? snippet.code.split("\n").slice(0, maxLines) : [];
  const first = snippet?.start_line ?? start.line;
  return [head, ...lines.map((line, index) => `${String(first + index).padStart(4)}: ${line}`)].join("\n");
}

/** Of a long block its head says enough. */
const maxLines = 6;

function positionText({ filename, start }: TerraformRange): string {
  return `${filename}:${start.line}:${start.column}`;
}

function attributeOf(source: DocumentSource, filename: string | undefined): AttributePath {
  if (source.kind === "path") return attributeAt("source");
  const isOurs = filename !== undefined && source.files.has(filename);
  return isOurs ? keyAt(attributeAt("files"), filename) : attributeAt("files");
}
