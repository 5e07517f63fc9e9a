/** Lines shown above and below a change. */
const contextLines = 3;

/** How many lines may be missing on either side before the next corresponding ones. */
const maxMissingLines = 16;

/**
 * What changes from one text to the other, as lines in unified format; empty when nothing does. Made for a text and its
 * reformatted self, whose lines correspond one to one but for a few: takes time in proportion to their length, and where
 * they drift apart further, shows more as changed than need be.
 */
export function unifiedDiff(
  filename: string,
  texts: { readonly before: string; readonly after: string },
): readonly string[] {
  if (texts.before === texts.after) return [];
  const edits = editsBetween(linesOf(texts.before), linesOf(texts.after));
  return [`--- old/${filename}`, `+++ new/${filename}`, ...hunksOf(edits).flatMap(writeHunk)];
}

interface Edit {
  readonly sign: " " | "-" | "+";
  readonly line: string;
}

/** Lines with their line breaks, so that a missing one at the end is a difference. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function editsBetween(before: readonly string[], after: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let [removed, added]: [Edit[], Edit[]] = [[], []];
  for (const { left, right } of correspondingLines(before.map(essenceOf), after.map(essenceOf))) {
    const [oldLine, newLine] = [before[left ?? -1], after[right ?? -1]];
    if (oldLine === newLine && oldLine !== undefined) {
      for (const edit of [...removed, ...added]) edits.push(edit);
      edits.push({ sign: " ", line: oldLine });
      [removed, added] = [[], []];
      continue;
    }
    if (oldLine !== undefined) removed.push({ sign: "-", line: oldLine });
    if (newLine !== undefined) added.push({ sign: "+", line: newLine });
  }
  return edits.concat(removed, added);
}

/** A line without what formatting adds and removes. */
function essenceOf(line: string): string {
  return line.replace(/[\s"$(){}]/g, "");
}

/** Indexes of lines that correspond; one side is undefined where a line has no counterpart. */
interface Pair {
  readonly left: number | undefined;
  readonly right: number | undefined;
}

function* correspondingLines(before: readonly string[], after: readonly string[]): Generator<Pair> {
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const missing = missingBefore(before, after, { left, right });
    for (const end = left + missing.left; left < end; left += 1) yield { left, right: undefined };
    for (const end = right + missing.right; right < end; right += 1) yield { left: undefined, right };
    yield {
      left: left < before.length ? left : undefined,
      right: right < after.length ? right : undefined,
    };
    left += 1;
    right += 1;
  }
}

interface Place {
  readonly left: number;
  readonly right: number;
}

/** How many lines have no counterpart before the next two that correspond; none when these are nowhere near. */
function missingBefore(before: readonly string[], after: readonly string[], at: Place): Place {
  for (let distance = 0; distance <= maxMissingLines; distance += 1) {
    for (let left = 0; left <= distance; left += 1) {
      const right = distance - left;
      const essence = before[at.left + left];
      if (essence !== undefined && essence === after[at.right + right]) return { left, right };
    }
  }
  return { left: 0, right: 0 };
}

interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly edits: readonly Edit[];
}

/** Changes with the lines around them; those whose surroundings touch share a hunk. */
function hunksOf(edits: readonly Edit[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let [oldLine, newLine, at] = [0, 0, 0];
  while (at < edits.length) {
    let start = at;
    while (edits[start]?.sign === " ") start += 1;
    if (start === edits.length) break;
    const first = Math.max(at, start - contextLines);
    oldLine += first - at;
    newLine += first - at;
    const end = hunkEnd(edits, start);
    const own = edits.slice(first, end);
    hunks.push({ oldStart: oldLine, newStart: newLine, edits: own });
    oldLine += own.filter(({ sign }) => sign !== "+").length;
    newLine += own.filter(({ sign }) => sign !== "-").length;
    at = end;
  }
  return hunks;
}

function hunkEnd(edits: readonly Edit[], firstChange: number): number {
  let unchanged = 0;
  let at = firstChange;
  for (; at < edits.length && unchanged <= 2 * contextLines; at += 1)
    unchanged = edits[at]?.sign === " " ? unchanged + 1 : 0;
  return at - Math.max(0, unchanged - contextLines);
}

function writeHunk({ oldStart, newStart, edits }: Hunk): readonly string[] {
  const oldCount = edits.filter(({ sign }) => sign !== "+").length;
  const newCount = edits.filter(({ sign }) => sign !== "-").length;
  const header = `@@ -${rangeOf(oldStart, oldCount)} +${rangeOf(newStart, newCount)} @@`;
  return [header, ...edits.flatMap(writeEdit)];
}

/** The line before it when a range is empty, as the format has it. */
function rangeOf(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}

function writeEdit({ sign, line }: Edit): readonly string[] {
  return line.endsWith("\n") ? [sign + line.slice(0, -1)] : [sign + line, "\\ No newline at end of file"];
}
