import type { SourceFile, SourceRange } from "../../src/diagnostics/source-file.ts";

export function sourceFile(text: string, filename = "mesh.hcl"): SourceFile {
  return { filename, text };
}

/** The range of the first occurrence of `needle`, so that a test names what it underlines instead of counting offsets. */
export function rangeOf(file: SourceFile, needle: string): SourceRange {
  const start = file.text.indexOf(needle);
  if (start < 0) throw new Error(`the document has no ${JSON.stringify(needle)}`);
  return { file, start, end: start + needle.length };
}
