import type { CtyType } from "./cty-type.ts";
import { isCtyList, isCtyMap, isDecimal, isTyped, isUnknown } from "./cty-value.ts";
import type { CtyValue } from "./cty-value.ts";
import { canonicalDecimal, numberText } from "./number.ts";
import { typeToJson } from "./type-json.ts";

/** Whether Terraform takes two values of a type for the same; unknown ones are, when they are unknown alike. */
export function valuesEqual(left: CtyValue, right: CtyValue, type: CtyType): boolean {
  return keyOf(left, type) === keyOf(right, type);
}

/** A text that equal values share. */
function keyOf(value: CtyValue, type: CtyType): string {
  if (value === null) return "null";
  if (isUnknown(value)) return `unknown ${JSON.stringify(value.refinement ?? {})}`;
  if (isTyped(value)) return `${typeToJson(value.type)} ${keyOf(value.value, value.type)}`;
  switch (type.kind) {
    case "list":
    case "set": {
      const elements = isCtyList(value) ? value.map((element) => keyOf(element, type.element)) : [];
      return `[${(type.kind === "set" ? elements.toSorted() : elements).join()}]`;
    }
    case "tuple":
      return `[${isCtyList(value) ? value.map((part, at) => keyOf(part, type.elements[at] ?? type)).join() : ""}]`;
    case "map":
      return membersKey(value, () => type.element);
    case "object":
      return membersKey(value, (name) => type.attributes.get(name) ?? type);
    case "string":
    case "bool":
    case "dynamic":
      return JSON.stringify(value);
    case "number":
      return isDecimal(value) || typeof value === "number"
        ? (canonicalDecimal(numberText(value)) ?? numberText(value))
        : "";
  }
}

function membersKey(value: CtyValue, typeOf: (name: string) => CtyType): string {
  const members = isCtyMap(value) ? [...value].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  return `{${members.map(([name, part]) => `${JSON.stringify(name)}:${keyOf(part, typeOf(name))}`).join()}}`;
}
