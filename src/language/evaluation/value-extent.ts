import { isList, isObject, isSensitive } from "../value.ts";
import type { Value } from "../value.ts";

export interface Extent {
  /** How many scalars and composites the value would have if nothing in it were shared; long texts count more. */
  readonly nodes: number;
  readonly depth: number;
}

/**
 * How large a value is when written out. Remembered per composite, so that asking again, and asking for a value made of
 * known ones, costs little: a few lines that refer to one another can otherwise stand for more than a machine holds.
 */
export function extentOf(value: Value): Extent {
  if (typeof value === "string")
    return value.length < TEXT_UNIT ? leaf : { nodes: 1 + value.length / TEXT_UNIT, depth: 1 };
  if (isSensitive(value)) return extentOf(value.value);
  if (!isList(value) && !isObject(value)) return leaf;
  const known = extents.get(value);
  if (known) return known;
  let nodes = 1;
  let depth = 1;
  for (const member of value.values()) {
    const extent = extentOf(member);
    nodes += extent.nodes;
    depth = Math.max(depth, extent.depth + 1);
  }
  const extent = { nodes, depth };
  extents.set(value, extent);
  return extent;
}

/** Texts of this many characters weigh as much as one more scalar. */
const TEXT_UNIT = 64;

const leaf: Extent = { nodes: 1, depth: 1 };
const extents = new WeakMap<object, Extent>();
