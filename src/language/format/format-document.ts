import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import { MAX_SOURCE_LENGTH } from "../limits.ts";
import { parseDocument } from "../parse-document.ts";
import { writeAligned } from "./align-lines.ts";
import { inCanonicalIdioms } from "./canonical-idioms.ts";
import { isConsulDialect } from "./consul-dialect.ts";
import { toFormatLines } from "./format-line.ts";
import { scanFormatTokens } from "./scan-format-tokens.ts";

export type FormattedDocument =
  | { readonly kind: "formatted"; readonly text: string }
  /** There is no canonical style for it: JSON, or HCL 1 as Consul reads it. */
  | { readonly kind: "left-alone"; readonly because: "json" | "consul-dialect" }
  /** Nothing is moved in a document that cannot be read. */
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] };

/**
 * A document in canonical style: that of `terraform fmt`. Comments stay, blank lines stay, and what the text means
 * stays; formatting the result again changes nothing. Where the style would lose a comment, change a meaning or need a
 * second run, the document keeps what its author wrote (docs/language/format.md lists these places).
 */
export function formatDocument(file: SourceFile): FormattedDocument {
  if (isJson(file)) return { kind: "left-alone", because: "json" };
  if (file.text.length <= MAX_SOURCE_LENGTH && isConsulDialect(file.text))
    return { kind: "left-alone", because: "consul-dialect" };
  const { diagnostics } = parseDocument(file);
  if (diagnostics.length > 0) return { kind: "invalid", diagnostics };
  const lines = toFormatLines(inCanonicalIdioms(scanFormatTokens(file.text)));
  const text = writeAligned(lines, MAX_SOURCE_LENGTH);
  return text === undefined ? { kind: "invalid", diagnostics: [tooWide(file)] } : { kind: "formatted", text };
}

/** Native syntax cannot begin with a brace, so that JSON is recognised whatever its name: on standard input it has none. */
function isJson({ filename, text }: SourceFile): boolean {
  return filename.toLowerCase().endsWith(".json") || /^\ufeff?\s*[{[]/.test(text);
}

function tooWide(file: SourceFile): Diagnostic {
  return error({
    code: languageCodes.tooLarge,
    summary: "Formatted file too large",
    detail: `With its lines indented and aligned, the file would have more than ${MAX_SOURCE_LENGTH} characters. Separate very long lines from the others around them by blank lines.`,
    subject: { file, start: 0, end: 0 },
  });
}
