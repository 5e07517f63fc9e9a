import type { Fix } from "./diagnostic.ts";
import type { SourceRange } from "./source-file.ts";
import { certainName } from "./suggest.ts";

/** A misspelt name, where it was written and which names there could have been. */
export interface Misspelling {
  readonly written: string;
  readonly range: SourceRange;
  readonly known: Iterable<string>;
  /** Which of the names can stand in this place; all when left out. */
  readonly fits?: (name: string) => boolean;
}

/**
 * The part of a diagnostic that corrects a misspelt name, to be spread into it: empty unless one known name is certainly
 * meant and the range holds the misspelt one literally, bare or in quotes. A name that an expression made is no text to
 * be replaced.
 */
export function spellingFix({ written, range, known, fits }: Misspelling): { readonly fix?: Fix } {
  const source = range.file.text.slice(range.start, range.end);
  const isQuoted = source === `"${written}"`;
  if (!isQuoted && source !== written) return {};
  const name = certainName(written, known);
  if (name === undefined || !/^[\p{L}\p{N}_.-]+$/u.test(name)) return {};
  if (fits && !fits(name)) return {};
  return { fix: { title: `Write "${name}"`, range, replacement: isQuoted ? `"${name}"` : name } };
}
