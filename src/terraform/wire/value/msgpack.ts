import { ExtData, encode } from "@msgpack/msgpack";
import type { CtyType } from "./cty-type.ts";
import { isCtyList, isCtyMap, isDecimal, isTyped, isUnknown } from "./cty-value.ts";
import type { CtyValue } from "./cty-value.ts";
import { MalformedValue } from "./malformed-value.ts";
import { decodeForm, numberFromMsgpack, unknownFromExtension, unknownToExtension } from "./msgpack-form.ts";
import { typeFromJson, typeToJson } from "./type-json.ts";

/**
 * A value's MessagePack form. Throws {@link MalformedValue} when the value is none of the type.
 *
 * Source: Terraform's plugin protocol, "Wire Format for Terraform Objects and Associated Values".
 */
export function valueToMsgpack(value: CtyValue, type: CtyType): Uint8Array {
  return encode(toForm(value, type), { maxDepth });
}

/**
 * Throws {@link MalformedValue} for bytes that are no value of the type, and for a map with the key `__proto__`, which
 * the library takes for an attack.
 */
export function valueFromMsgpack(bytes: Uint8Array, type: CtyType): CtyValue {
  return fromForm(decodeForm(bytes), type);
}

const maxDepth = 1000;

function toForm(value: CtyValue, type: CtyType): unknown {
  if (value === null) return null;
  if (isUnknown(value)) return unknownToExtension(value);
  switch (type.kind) {
    case "string":
      if (typeof value !== "string") throw mismatch(type);
      return value;
    case "bool":
      if (typeof value !== "boolean") throw mismatch(type);
      return value;
    case "number":
      if (isDecimal(value)) return value.text;
      if (typeof value !== "number" || Number.isNaN(value)) throw mismatch(type);
      // A fraction's own bits are not the decimal that was meant; the text is, to the digit. Whole numbers are texts too:
      // Terraform compares states with the precision that their numbers were read with, and knows texts as its own.
      return Number.isFinite(value) ? String(value) : value;
    case "list":
    case "set":
      if (!isCtyList(value)) throw mismatch(type);
      return value.map((element) => toForm(element, type.element));
    case "tuple":
      if (!isCtyList(value) || value.length !== type.elements.length) throw mismatch(type);
      return type.elements.map((element, index) => toForm(value[index] ?? null, element));
    case "map":
      if (!isCtyMap(value)) throw mismatch(type);
      return record([...value].map(([key, element]) => [key, toForm(element, type.element)]));
    case "object":
      if (!isCtyMap(value)) throw mismatch(type);
      return record(
        [...type.attributes].map(([name, part]) => [name, toForm(value.get(name) ?? null, part)]),
      );
    case "dynamic":
      if (!isTyped(value)) throw mismatch(type);
      return [new TextEncoder().encode(typeToJson(value.type)), toForm(value.value, value.type)];
  }
}

function fromForm(form: unknown, type: CtyType): CtyValue {
  if (form === null || form === undefined) return null;
  if (form instanceof ExtData) return unknownFromExtension(form);
  // The one extension type that MessagePack itself defines.
  if (form instanceof Date) return { kind: "unknown" };
  switch (type.kind) {
    case "string":
      if (typeof form !== "string") throw mismatch(type);
      return form;
    case "bool":
      if (typeof form !== "boolean") throw mismatch(type);
      return form;
    case "number":
      return numberFromMsgpack(form);
    case "list":
    case "set":
      return listOf(form, type).map((element) => fromForm(element, type.element));
    case "tuple": {
      const elements = listOf(form, type);
      if (elements.length !== type.elements.length) throw mismatch(type);
      return type.elements.map((element, index) => fromForm(elements[index], element));
    }
    case "map":
      return new Map(membersOf(form, type).map(([key, element]) => [key, fromForm(element, type.element)]));
    case "object": {
      const members = new Map(membersOf(form, type));
      return new Map([...type.attributes].map(([name, part]) => [name, fromForm(members.get(name), part)]));
    }
    case "dynamic": {
      const [typeBytes, value] = listOf(form, type);
      if (!(typeBytes instanceof Uint8Array)) throw mismatch(type);
      const actual = typeFromJson(new TextDecoder().decode(typeBytes));
      return { kind: "typed", type: actual, value: fromForm(value, actual) };
    }
  }
}

function listOf(form: unknown, type: CtyType): readonly unknown[] {
  if (!Array.isArray(form)) throw mismatch(type);
  return form;
}

function membersOf(form: unknown, type: CtyType): readonly (readonly [string, unknown])[] {
  if (typeof form !== "object" || form === null || Array.isArray(form) || form instanceof Uint8Array)
    throw mismatch(type);
  return Object.entries(form);
}

/** An object of its own members alone, whatever their names. */
function record(members: readonly (readonly [string, unknown])[]): object {
  const object: object = Object.create(null) as object;
  for (const [name, value] of members)
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  return object;
}

function mismatch({ kind }: CtyType): MalformedValue {
  return new MalformedValue(`a value that is no ${kind}`);
}
