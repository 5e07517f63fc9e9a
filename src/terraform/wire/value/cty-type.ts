/**
 * A type of Terraform's type system (cty).
 *
 * `dynamic` in a schema leaves the type to each value, which then carries it.
 */
export type CtyType =
  | { readonly kind: "string" | "number" | "bool" | "dynamic" }
  | { readonly kind: "list" | "set" | "map"; readonly element: CtyType }
  | { readonly kind: "tuple"; readonly elements: readonly CtyType[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, CtyType> };

export const ctyString: CtyType = { kind: "string" };
export const ctyNumber: CtyType = { kind: "number" };
export const ctyBool: CtyType = { kind: "bool" };
export const ctyDynamic: CtyType = { kind: "dynamic" };

export function ctyList(element: CtyType): CtyType {
  return { kind: "list", element };
}

export function ctySet(element: CtyType): CtyType {
  return { kind: "set", element };
}

export function ctyMap(element: CtyType): CtyType {
  return { kind: "map", element };
}

export function ctyTuple(elements: readonly CtyType[]): CtyType {
  return { kind: "tuple", elements };
}

export function ctyObject(attributes: Readonly<Record<string, CtyType>>): CtyType {
  return { kind: "object", attributes: new Map(Object.entries(attributes)) };
}
