import type { Block } from "../language/body.ts";
import { decodeEntries } from "./decode-entries.ts";
import type { DecodedEntries, EntryBlock } from "./decode-entries.ts";
import type { DecodeSession } from "./decode-session.ts";
import { PlacedDiagnostics } from "./expansion/placed-diagnostics.ts";

interface PlainBlock {
  readonly decoded: DecodedEntries;
  /** Of the set's steps, as its evaluation took. */
  readonly steps: number;
}

const plainBlocks = new WeakMap<Block, PlainBlock>();

/**
 * The entries that a block declares. Those of a block that refers to nothing, calls nothing and repeats nothing are the
 * same in every compilation, and so they are the same objects, unless something is wrong with it, which has to be told
 * each time.
 */
export function decodeBlock(site: EntryBlock, session: DecodeSession): DecodedEntries {
  const { work } = site.scope;
  if (!work) return decodeEntries(site, session);
  const known = plainBlocks.get(site.block);
  if (known && known.steps < work.steps) {
    work.steps -= known.steps;
    return known.decoded;
  }
  if (site.modulePath !== "" || !isPlain(site.block)) return decodeEntries(site, session);
  const stepsBefore = work.steps;
  const alone = { ...session, log: new PlacedDiagnostics(), secrets: new Set<string>() };
  const decoded = decodeEntries(site, alone);
  if (decoded.broken.length === 0 && alone.secrets.size === 0 && alone.log.merged().length === 0) {
    plainBlocks.set(site.block, { decoded, steps: stepsBefore - work.steps });
    return decoded;
  }
  work.steps = stepsBefore;
  return decodeEntries(site, session);
}

/** Blocks that only look as if they called or repeated something are taken not to be plain. */
function isPlain({ headerRange, body }: Block): boolean {
  const text = headerRange.file.text.slice(headerRange.start, body.range.end);
  return !/\(|\b(?:for_each|count|dynamic)\b/.test(text) && body.references().length === 0;
}
