import type { Value } from "./value.ts";

/** What a variable's value must be, or be convertible to. */
export type TypeConstraint =
  | { readonly kind: "string" | "number" | "bool" | "any" }
  | { readonly kind: "list" | "set" | "map"; readonly element: TypeConstraint }
  | { readonly kind: "tuple"; readonly elements: readonly TypeConstraint[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, AttributeConstraint> };

export interface AttributeConstraint {
  readonly type: TypeConstraint;
  readonly optional: boolean;
  /** What an absent optional attribute is; null unless `optional(type, default)` says so. */
  readonly default: Value;
}

/** The constraint as its author would write it. */
export function describeType(type: TypeConstraint): string {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return `${type.kind}(${describeType(type.element)})`;
    case "tuple":
      return `tuple([${type.elements.map(describeType).join(", ")}])`;
    case "object":
      return `object({${[...type.attributes].map(([name, { type: inner }]) => `${name} = ${describeType(inner)}`).join(", ")}})`;
    default:
      return type.kind;
  }
}
