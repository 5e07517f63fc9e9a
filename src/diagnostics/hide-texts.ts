import type { Diagnostic } from "./diagnostic.ts";

/** Texts shorter than this are no secrets, and would turn up in any sentence. */
const MIN_HIDDEN_LENGTH = 3;

/** The diagnostics with each of the texts, where it stands as a whole word or number, replaced in every message. */
export function hideTexts(
  diagnostics: readonly Diagnostic[],
  { texts, standIn }: { readonly texts: ReadonlySet<string>; readonly standIn: string },
): readonly Diagnostic[] {
  const hidden = [...texts].filter((text) => text.length >= MIN_HIDDEN_LENGTH);
  if (hidden.length === 0) return diagnostics;
  // The longest first: a text that holds another is hidden as a whole.
  const alternatives = hidden.sort((a, b) => b.length - a.length).map(escapePattern);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}_])`, "gu");
  const hide = (text: string): string => text.replace(pattern, standIn);
  // A fix that would put a hidden text into a document is none.
  const isHarmless = ({ fix }: Diagnostic): boolean => !fix || hide(fix.replacement) === fix.replacement;
  return diagnostics.map((diagnostic) => ({
    ...(isHarmless(diagnostic) ? diagnostic : withoutFix(diagnostic)),
    summary: hide(diagnostic.summary),
    detail: hide(diagnostic.detail),
    related: diagnostic.related.map(({ message, range }) => ({ message: hide(message), range })),
  }));
}

function withoutFix({ fix: _, ...others }: Diagnostic): Diagnostic {
  return others;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
