import type { SourceRange } from "../../diagnostics/source-file.ts";

/**
 * What a document in Consul's HCL1 (or its JSON form) says, as it was written: members in source order, repeated names
 * kept, nothing merged. {@link "./hcl1-to-value.ts"} turns it into what Consul's decoder sees.
 */
export type Hcl1Node = Hcl1Scalar | Hcl1List | Hcl1Object;

export interface Hcl1Scalar {
  readonly kind: "scalar";
  /** Null in JSON only. A `${` in a text means nothing: HCL1 as Consul reads it has no expressions. */
  readonly value: string | number | boolean | null;
  readonly range: SourceRange;
}

export interface Hcl1List {
  readonly kind: "list";
  readonly elements: readonly Hcl1Node[];
  /** With the brackets. */
  readonly range: SourceRange;
}

export interface Hcl1Object {
  readonly kind: "object";
  readonly members: readonly Hcl1Member[];
  /** With the braces; the whole file for a document. */
  readonly range: SourceRange;
  /** False when a syntax error hid a member, so that nobody complains of its absence. */
  readonly complete: boolean;
}

export interface Hcl1Member {
  /** The name, and behind it the labels of a block. */
  readonly keys: readonly [Hcl1Key, ...Hcl1Key[]];
  /** `name = value`, `name { … }`, or `"name": value` in JSON. */
  readonly form: "assignment" | "block" | "property";
  readonly value: Hcl1Node;
  /** From the name to the end of the value. */
  readonly range: SourceRange;
}

export interface Hcl1Key {
  readonly text: string;
  /** The quotes are part of it. */
  readonly range: SourceRange;
}
