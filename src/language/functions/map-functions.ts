import { convertValue } from "../conversion.ts";
import { graphemeCount } from "../../diagnostics/source-file.ts";
import { unifyValues } from "../unify.ts";
import { describeKind, hasUnknown, isList, isObject, isUnknown, sortedKeys, unknownValue } from "../value.ts";
import type { ObjectValue, Value } from "../value.ts";
import { valueKey } from "../value-key.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import {
  anything,
  define1,
  define2,
  define2Or3,
  define3,
  defineAll,
  knownList,
  list,
  object,
  text,
  textList,
} from "./parameter.ts";
import type { Parameter } from "./parameter.ts";
import { WrongArgument } from "./parameter.ts";

/** Functions on maps and objects, and those that take any collection. Maps are walked in the order of their keys. */
export const mapFunctions: Readonly<Record<string, EagerFunction>> = {
  length: define1(anything("value"), lengthOf),
  keys: define1(object("map"), sortedKeys),
  values: define1(object("map"), (map) => sortedKeys(map).map((key) => map.get(key) ?? null)),
  lookup: define2Or3([object("map"), text("key"), anything("default")], lookUpKey),
  merge: defineAll(objectOrNull("maps"), { atLeast: 0 }, (maps) => new Map(maps.flatMap((map) => [...map]))),
  zipmap: define2(textList("keys"), list("values"), zip),
  matchkeys: define3([list("values"), knownList("keys"), knownList("wanted")], matchKeys),
  transpose: define1(object("map"), transpose),
  coalesce: defineAll(anything("values"), { atLeast: 1 }, coalesce),
};

function objectOrNull(name: string): Parameter<ObjectValue> {
  const emptyMap: ObjectValue = new Map();
  return {
    name,
    read: (value) => {
      if (value === null) return emptyMap;
      return isUnknown(value) || isObject(value) ? value : new WrongArgument("a map or an object");
    },
  };
}

function lengthOf(value: Value): Value | FunctionFailure {
  if (isUnknown(value)) return value;
  if (isList(value)) return value.length;
  if (isObject(value)) return value.size;
  if (typeof value === "string") return graphemeCount(value);
  return new FunctionFailure(
    `Only texts and collections have a length, but this is ${describeKind(value)}. Give one of these.`,
    0,
  );
}

function lookUpKey(map: ObjectValue, key: string, fallback: Value | undefined): Value | FunctionFailure {
  const member = map.get(key) ?? (map.has(key) ? null : fallback);
  if (member !== undefined) return member;
  return new FunctionFailure(`There is no element "${key}". Give a third argument to stand in for it.`, 1);
}

function zip(keys: readonly string[], values: readonly Value[]): Value | FunctionFailure {
  if (keys.length === values.length) return new Map(keys.map((key, index) => [key, values[index] ?? null]));
  return new FunctionFailure(
    `There are ${keys.length} keys but ${values.length} values. Give as many of one as of the other.`,
    1,
  );
}

function matchKeys(
  values: readonly Value[],
  keys: readonly Value[],
  wanted: readonly Value[],
): Value | FunctionFailure {
  if (values.length !== keys.length) {
    return new FunctionFailure(
      `There are ${values.length} values but ${keys.length} keys. Give as many of one as of the other.`,
      1,
    );
  }
  const unified = unifyValues([...keys, ...wanted]);
  if (!unified) return new FunctionFailure("The keys have different types. Give keys of one type.", 2);
  const wantedKeys = new Set(unified.slice(keys.length).map(valueKey));
  return values.filter((_, index) => wantedKeys.has(valueKey(unified[index] ?? null)));
}

function transpose(map: ObjectValue): Value | FunctionFailure {
  if (hasUnknown(map)) return unknownValue;
  const transposed = new Map<string, string[]>();
  for (const key of sortedKeys(map)) {
    const texts = convertValue(map.get(key) ?? null, { kind: "list", element: { kind: "string" } });
    if (texts.kind === "failed" || !isList(texts.value))
      return new FunctionFailure("Each element of the map must be a list of texts. Give such a map.", 0);
    for (const member of texts.value) {
      if (typeof member !== "string")
        return new FunctionFailure("The lists in the map must not hold null. Leave it out.", 0);
      const group = transposed.get(member);
      if (group) group.push(key);
      else transposed.set(member, [key]);
    }
  }
  return new Map([...transposed].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The first value that is neither null nor an empty text, in the type that all of them share. */
function coalesce(given: readonly Value[]): Value | FunctionFailure {
  const values = unifyValues(given);
  if (!values) return new FunctionFailure("The values have different types. Give values of one type.");
  for (const value of values) if (value !== null && value !== "") return value;
  return new FunctionFailure("All values are null or empty. Add a last one that is not.");
}
