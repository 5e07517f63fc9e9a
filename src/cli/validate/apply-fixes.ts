import type { Diagnostic, Fix } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";

/** A file and its text once the fixes are made. */
export interface FixedFile {
  readonly file: SourceFile;
  readonly text: string;
  /** In the order of the text. */
  readonly fixes: readonly Fix[];
}

/**
 * Makes the fixes of the diagnostics in the files they are for, each file's together. Where two overlap the first is made;
 * the other, if it still is one, is found again in the text that results. Fixes in other files are left alone.
 */
export function applyFixes(
  files: readonly SourceFile[],
  diagnostics: readonly Diagnostic[],
): readonly FixedFile[] {
  const byFile = new Map<SourceFile, Fix[]>(files.map((file) => [file, []]));
  for (const { fix } of diagnostics) if (fix) byFile.get(fix.range.file)?.push(fix);
  return [...byFile]
    .filter(([, fixes]) => fixes.length > 0)
    .map(([file, fixes]) => fixFile(file, withoutOverlaps(fixes)));
}

function withoutOverlaps(fixes: readonly Fix[]): readonly Fix[] {
  const ordered = [...fixes].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  let end = 0;
  return ordered.filter(({ range }) => {
    const isApart = range.start >= end;
    if (isApart) end = Math.max(range.end, range.start + 1);
    return isApart;
  });
}

function fixFile(file: SourceFile, fixes: readonly Fix[]): FixedFile {
  let text = "";
  let at = 0;
  for (const { range, replacement } of fixes) {
    text += file.text.slice(at, range.start) + replacement;
    at = range.end;
  }
  return { file, text: text + file.text.slice(at), fixes };
}
