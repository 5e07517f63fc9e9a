import type { SourceFile, SourceRange } from "./source-file.ts";
import { lineIndexAt, lineStarts, lineText } from "./source-file.ts";

interface OutlinedBlock {
  readonly firstLine: number;
  readonly lastLine: number;
  /** `service "web"` */
  readonly head: string;
}

/** A head longer than this is no head but a document on one line. */
const maxHeadUnits = 200;

const outlineByFile = new WeakMap<SourceFile, readonly OutlinedBlock[]>();

/**
 * The head of the top-level block that a range begins in, such as `service "web"`; undefined outside of blocks and in
 * JSON. It is told by the shape of the lines, a block's first and last being those that are not indented, so that a file
 * whose parsing failed has heads as well and none is parsed again; a file that is indented otherwise has none.
 */
export function blockHeadAt({ file, start }: SourceRange): string | undefined {
  const blocks = outlineByFile.get(file) ?? outlineOf(file);
  outlineByFile.set(file, blocks);
  const line = lineIndexAt(file, start);
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.firstLine ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  const block = blocks[low - 1];
  return block && line <= block.lastLine ? block.head : undefined;
}

function outlineOf(file: SourceFile): readonly OutlinedBlock[] {
  const blocks: OutlinedBlock[] = [];
  const count = lineStarts(file).length;
  let open: { readonly firstLine: number; readonly head: string } | undefined;
  for (let line = 0; line < count; line += 1) {
    const text = lineText(file, line);
    const marker = heredocMarker(text);
    const head = headOf(text);
    // Of a block that is never closed the next one ends it.
    if (head !== undefined || text.startsWith("}")) {
      if (open) blocks.push({ ...open, lastLine: head === undefined ? line : line - 1 });
      open = undefined;
    }
    if (head !== undefined && isClosed(text)) blocks.push({ firstLine: line, lastLine: line, head });
    else if (head !== undefined) open = { firstLine: line, head };
    if (marker !== undefined) line = endOfHeredoc(file, marker, line);
  }
  if (open) blocks.push({ ...open, lastLine: count - 1 });
  return blocks;
}

function headOf(line: string): string | undefined {
  const head = /^[\p{L}_][^{=]*(?=\{)/u.exec(line.slice(0, maxHeadUnits))?.[0].trimEnd();
  return head !== undefined && /^[\p{L}\p{N}_-]+(\s+("[^"]*"|[\p{L}\p{N}_-]+))*$/u.test(head)
    ? head
    : undefined;
}

/** Whether a block ends on the line it begins on. */
function isClosed(line: string): boolean {
  return /\}\s*(#.*|\/\/.*)?$/.test(line.slice(-maxHeadUnits));
}

function heredocMarker(line: string): string | undefined {
  return /<<-?([\p{L}_][\p{L}\p{N}_-]*)\s*$/u.exec(line.slice(-maxHeadUnits))?.[1];
}

/** The line of the marker that closes a heredoc, or the file's last when nothing does. */
function endOfHeredoc(file: SourceFile, marker: string, first: number): number {
  const count = lineStarts(file).length;
  for (let line = first + 1; line < count; line += 1) if (lineText(file, line).trim() === marker) return line;
  return count - 1;
}
