import { isCtyList, isCtyMap } from "../wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../wire/value/cty-value.ts";
import type { AttributePath, PathStep } from "./attribute-path.ts";
import type { AttributeShape, Attributes } from "./schema.ts";

type NestedShape = Extract<AttributeShape, { readonly kind: "nested" }>;

/** A member of a nested attribute: `step` is undefined for the only one of mode `single`. */
type EditMember = (member: CtyMap, step: PathStep | undefined, attributes: Attributes) => CtyValue;

/** The value of a nested attribute with each of its known objects replaced by what `edit` makes of it. */
export function mapNested(value: CtyValue, shape: NestedShape, edit: EditMember): CtyValue {
  const { mode, attributes } = shape;
  if (mode === "single") return isCtyMap(value) ? edit(value, undefined, attributes) : value;
  if (mode === "map" && isCtyMap(value)) {
    return new Map(
      [...value].map(([key, member]) => [
        key,
        isCtyMap(member) ? edit(member, { kind: "key", key }, attributes) : member,
      ]),
    );
  }
  if (!isCtyList(value)) return value;
  return value.map((member, index) =>
    isCtyMap(member) ? edit(member, { kind: "index", index }, attributes) : member,
  );
}

/** The member of another value of the same attribute at the same place. */
export function memberAt(value: CtyValue | undefined, step: PathStep | undefined): CtyMap | undefined {
  const member = !step
    ? value
    : step.kind === "key" && isCtyMap(value)
      ? value.get(step.key)
      : step.kind === "index" && isCtyList(value)
        ? value[step.index]
        : undefined;
  return isCtyMap(member) ? member : undefined;
}

export function pathOf(path: AttributePath, name: string, step?: PathStep): AttributePath {
  return [...path, { kind: "attribute", name }, ...(step ? [step] : [])];
}
