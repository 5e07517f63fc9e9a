import type { Node } from "jsonc-parser";

/** What the syntax errors of a JSON file may have hidden. */
export interface JsonDamage {
  /** False when brackets do not fit together: then nobody knows what stands in what. */
  readonly isStructureKnown: boolean;
  /** Whether everything that was written in the object could be read. */
  isWhole(node: Node): boolean;
}

export const noDamage: JsonDamage = { isStructureKnown: true, isWhole: () => true };

export const unknownStructure: JsonDamage = { isStructureKnown: false, isWhole: () => false };

/** An error hides something of the object that it is in, and of the one around it, which may hold it as a value. */
export function damageAt(root: Node, offsets: readonly number[]): JsonDamage {
  const damaged = new Set<Node>();
  for (const offset of offsets) for (const node of objectsAround(root, offset).slice(-2)) damaged.add(node);
  return { isStructureKnown: true, isWhole: (node) => !damaged.has(node) };
}

/** Outermost first. */
function objectsAround(root: Node, offset: number): readonly Node[] {
  const found: Node[] = [];
  let node: Node | undefined = root;
  while (node) {
    if (node.type === "object") found.push(node);
    node = childAt(node.children ?? [], offset);
  }
  return found;
}

/** Children stand in source order. */
function childAt(children: readonly Node[], offset: number): Node | undefined {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((children[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const child = children[low - 1];
  return child && offset < child.offset + child.length ? child : undefined;
}
