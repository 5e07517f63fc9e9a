import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import { isConsulDocument } from "../hcl1/is-consul-document.ts";
import { isJsonText } from "../hcl1/is-json-text.ts";
import { MAX_SOURCE_LENGTH } from "../limits.ts";
import { parseDocument } from "../parse-document.ts";
import { writeAligned } from "./align-lines.ts";
import { CanonicalIdioms } from "./canonical-idioms.ts";
import { LineLayout } from "./format-line.ts";
import type { FormatLine } from "./format-line.ts";
import { scanFormatItems } from "./scan-format-items.ts";

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
  if (isJsonText(file)) return { kind: "left-alone", because: "json" };
  if (file.text.length <= MAX_SOURCE_LENGTH && isConsulDocument(file))
    return { kind: "left-alone", because: "consul-dialect" };
  const { diagnostics } = parseDocument(file);
  if (diagnostics.length > 0) return { kind: "invalid", diagnostics };
  const lines = layOut(file.text);
  const text = lines && writeAligned(lines, MAX_SOURCE_LENGTH);
  return text === undefined
    ? { kind: "invalid", diagnostics: [tooLarge(file)] }
    : { kind: "formatted", text };
}

/** Undefined when the text has more tokens than are worth the memory. */
function layOut(text: string): readonly FormatLine[] | undefined {
  const idioms = new CanonicalIdioms();
  const layout = new LineLayout();
  let tokenCount = 0;
  for (const item of scanFormatItems(text)) {
    tokenCount += item.length;
    if (tokenCount > maxTokens) return undefined;
    layout.add(idioms.rewrite(item));
  }
  return layout.lines;
}

/** Three times what 10,000 services of twenty lines each have. */
const maxTokens = 8 * 1024 * 1024;

function tooLarge(file: SourceFile): Diagnostic {
  return error({
    code: languageCodes.tooLarge,
    summary: "File too large to format",
    detail: `The file has more than ${maxTokens} tokens, or would have more than ${MAX_SOURCE_LENGTH} characters with its lines indented and aligned. Split it, and separate very long lines from the others by blank lines.`,
    subject: { file, start: 0, end: 0 },
  });
}
