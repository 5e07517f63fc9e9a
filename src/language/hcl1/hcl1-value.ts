import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { JsonValue } from "../value.ts";
import type { Hcl1Scalar } from "./hcl1-tree.ts";

/** A Consul document as its decoder sees it: repeated names merged, a place for every part. */
export type Hcl1Value = Hcl1Scalar | Hcl1ListValue | Hcl1MapValue;

export interface Hcl1ListValue {
  readonly kind: "list";
  readonly elements: readonly Hcl1Value[];
  /** From the first of the members that make up the list to the last. */
  readonly range: SourceRange;
}

export interface Hcl1MapValue {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Hcl1Entry>;
  readonly range: SourceRange;
  /** False when a syntax error hid a member, so that nobody complains of its absence. */
  readonly complete: boolean;
}

export interface Hcl1Entry {
  /** Where the name is written first. */
  readonly nameRange: SourceRange;
  readonly value: Hcl1Value;
}

/** The value without its places. */
export function toPlainValue(value: Hcl1Value): JsonValue {
  switch (value.kind) {
    case "scalar":
      return value.value;
    case "list":
      return value.elements.map(toPlainValue);
    case "map":
      return Object.fromEntries([...value.entries].map(([name, entry]) => [name, toPlainValue(entry.value)]));
  }
}

/**
 * The value where a schema asks for a single one: a list of exactly one element stands for it, since HCL1 writes an
 * object as a list of one object. Of several elements, the list itself is left for the caller to refuse.
 *
 * Source: Consul's configuration decoder, which unpacks such lists wherever the target is no list, free-form
 * configuration (a proxy's `config`) included.
 */
export function asSingle(value: Hcl1Value): Hcl1Value {
  const [only, second] = value.kind === "list" ? value.elements : [];
  return only && !second ? only : value;
}

/** The elements where a schema asks for a list: anything else stands for a list of one. */
export function asElements(value: Hcl1Value): readonly Hcl1Value[] {
  return value.kind === "list" ? value.elements : [value];
}
