import { unknownValue } from "../../language/value.ts";
import type { Value } from "../../language/value.ts";
import { isCtyList, isCtyMap, isDecimal, isTyped, isUnknown } from "../wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../wire/value/cty-value.ts";

/** A value of Terraform's as documents take it. Their numbers are JavaScript's. */
export function toLanguageValue(value: CtyValue): Value {
  if (isUnknown(value)) return unknownValue;
  if (isTyped(value)) return toLanguageValue(value.value);
  if (isDecimal(value)) return Number(value.text);
  if (isCtyList(value)) return value.map(toLanguageValue);
  if (isCtyMap(value)) return new Map([...value].map(([key, member]) => [key, toLanguageValue(member)]));
  return value;
}

/** The members of an object or map that was given where any type may be. */
export function dynamicMembers(value: CtyValue | undefined): CtyMap {
  const inner = isTyped(value) ? value.value : value;
  return isCtyMap(inner) ? inner : new Map();
}
