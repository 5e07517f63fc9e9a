import type { CtyType } from "./cty-type.ts";
import { isCtyList, isCtyMap, isDecimal, isTyped, isUnknown } from "./cty-value.ts";
import type { CtyValue } from "./cty-value.ts";
import { MalformedValue } from "./malformed-value.ts";
import { canonicalDecimal, numberFromText } from "./number.ts";
import { typeFromJson, typeToJson } from "./type-json.ts";

/** A value's JSON form, as states hold it. Throws {@link MalformedValue} for an unknown value: JSON has none. */
export function valueToJson(value: CtyValue, type: CtyType): string {
  if (value === null) return "null";
  if (isUnknown(value)) throw new MalformedValue("an unknown value, which JSON cannot hold");
  switch (type.kind) {
    case "string":
    case "bool":
    case "number":
      return isDecimal(value) ? value.text : JSON.stringify(value);
    case "list":
    case "set":
      return listJson(value, () => type.element);
    case "tuple":
      return listJson(value, (index) => type.elements[index] ?? { kind: "dynamic" });
    case "map":
      return objectJson(value, isCtyMap(value) ? [...value.keys()] : [], () => type.element);
    case "object":
      return objectJson(value, [...type.attributes.keys()], (name) => type.attributes.get(name));
    case "dynamic":
      if (!isTyped(value)) throw new MalformedValue("a dynamic value without its type");
      return `{"type":${typeToJson(value.type)},"value":${valueToJson(value.value, value.type)}}`;
  }
}

/**
 * The value of a type that a state's JSON holds. Attributes that the type does not know are dropped, and those that the
 * JSON lacks are null: what a schema of the same version gained or lost needs no upgrade.
 */
export function valueFromJson(text: string, type: CtyType): CtyValue {
  try {
    return fromJson(JSON.parse(withExactNumbers(text)), type);
  } catch (cause) {
    if (cause instanceof MalformedValue) throw cause;
    throw new MalformedValue("a state that is no JSON", { cause });
  }
}

/** Numbers that a JavaScript number would round become texts: a type says that they are numbers all the same. */
function withExactNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token.startsWith('"')) return token;
    const isExact = canonicalDecimal(String(Number(token))) === canonicalDecimal(token);
    return isExact ? token : `"${token}"`;
  });
}

function fromJson(json: unknown, type: CtyType): CtyValue {
  if (json === null || json === undefined) return null;
  switch (type.kind) {
    case "string":
      if (typeof json !== "string") throw mismatch(type);
      return json;
    case "bool":
      if (typeof json !== "boolean") throw mismatch(type);
      return json;
    case "number":
      if (typeof json === "number") return json;
      if (typeof json === "string") return numberFromText(json);
      throw mismatch(type);
    case "list":
    case "set":
      return listOf(json, type).map((element) => fromJson(element, type.element));
    case "tuple":
      return listOf(json, type).map((element, index) =>
        fromJson(element, type.elements[index] ?? { kind: "dynamic" }),
      );
    case "map":
      return new Map(membersOf(json, type).map(([key, element]) => [key, fromJson(element, type.element)]));
    case "object": {
      const members = new Map(membersOf(json, type));
      return new Map([...type.attributes].map(([name, part]) => [name, fromJson(members.get(name), part)]));
    }
    case "dynamic": {
      const members = new Map(membersOf(json, type));
      const actual = typeFromJson(JSON.stringify(members.get("type")));
      return { kind: "typed", type: actual, value: fromJson(members.get("value"), actual) };
    }
  }
}

function listJson(value: CtyValue, typeAt: (index: number) => CtyType): string {
  if (!isCtyList(value)) throw new MalformedValue("a value that is no list");
  return `[${value.map((element, index) => valueToJson(element, typeAt(index))).join(",")}]`;
}

function objectJson(
  value: CtyValue,
  names: readonly string[],
  typeOf: (name: string) => CtyType | undefined,
): string {
  if (!isCtyMap(value)) throw new MalformedValue("a value that is no object");
  const members = names.map((name) => {
    const part = valueToJson(value.get(name) ?? null, typeOf(name) ?? { kind: "dynamic" });
    return `${JSON.stringify(name)}:${part}`;
  });
  return `{${members.join(",")}}`;
}

function listOf(json: unknown, type: CtyType): readonly unknown[] {
  if (!Array.isArray(json)) throw mismatch(type);
  return json;
}

function membersOf(json: unknown, type: CtyType): readonly (readonly [string, unknown])[] {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw mismatch(type);
  return Object.entries(json);
}

function mismatch({ kind }: CtyType): MalformedValue {
  return new MalformedValue(`a value that is no ${kind}`);
}
