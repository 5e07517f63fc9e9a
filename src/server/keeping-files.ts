import type { DocumentSet } from "../compile.ts";
import type { SourceFile } from "../diagnostics/source-file.ts";

/**
 * A document set in which files that an earlier one has too, by name and text, are those of the earlier one: what was
 * made of them is then known again.
 */
export function keepingFiles(documents: DocumentSet, earlier: DocumentSet | undefined): DocumentSet {
  if (!earlier) return documents;
  const known = new Map(earlier.files.map((file) => [file.filename, file]));
  const keep = (file: SourceFile): SourceFile => {
    const before = known.get(file.filename);
    return before?.text === file.text ? before : file;
  };
  return { ...documents, files: documents.files.map(keep) };
}
