import { ofType } from "../../../src/terraform/framework/schema.ts";
import type { Attribute } from "../../../src/terraform/framework/schema.ts";
import {
  ctyBool,
  ctyDynamic,
  ctyList,
  ctyMap,
  ctyNumber,
  ctyObject,
  ctySet,
  ctyString,
  ctyTuple,
} from "../../../src/terraform/wire/value/cty-type.ts";
import type { CtyType } from "../../../src/terraform/wire/value/cty-type.ts";
import { unknown } from "../../../src/terraform/wire/value/cty-value.ts";
import type { CtyMap, CtyValue, Refinement } from "../../../src/terraform/wire/value/cty-value.ts";

/** Of a resource `probe_value`, by name: the attribute that is given, the expression, and what arrives when planning. */
export const sentValues: Readonly<
  Record<string, readonly [attribute: string, expression: string, planned: CtyValue]>
> = {
  null: ["any", "null", null],
  text: ["any", '"häß 🙂 \\u0000"', typed(ctyString, "häß 🙂 \0")],
  composed_text: ["any", '"e\\u0301"', typed(ctyString, "é")],
  bool: ["any", "true", typed(ctyBool, true)],
  zero: ["any", "-0", typed(ctyNumber, 0)],
  integer: ["any", "-12", typed(ctyNumber, -12)],
  integer_of_32_bits: ["any", "4294967296", typed(ctyNumber, 4294967296)],
  integer_beyond_doubles: [
    "any",
    "9007199254740993",
    typed(ctyNumber, { kind: "decimal", text: "9007199254740993" }),
  ],
  integer_beyond_64_bits: [
    "any",
    "36893488147419103233",
    typed(ctyNumber, { kind: "decimal", text: "36893488147419103233" }),
  ],
  half: ["any", "0.5", typed(ctyNumber, 0.5)],
  tenth: ["any", "0.1", typed(ctyNumber, 0.1)],
  digits: [
    "any",
    "3.14159265358979323846264338327950288",
    typed(ctyNumber, { kind: "decimal", text: "3.14159265358979323846264338327950288" }),
  ],
  tuple: ["any", '[1, "a", null]', typed(ctyTuple([ctyNumber, ctyString, ctyDynamic]), [1, "a", null])],
  empty_tuple: ["any", "[]", typed(ctyTuple([]), [])],
  set: ["any", 'toset(["b", "a"])', typed(ctySet(ctyString), ["a", "b"])],
  map: ["any", "tomap({ a = 1 })", typed(ctyMap(ctyNumber), object({ a: 1 }))],
  object: [
    "any",
    '{ "a b" = { c = [true] } }',
    typed(
      ctyObject({ "a b": ctyObject({ c: ctyTuple([ctyBool]) }) }),
      object({ "a b": object({ c: [true] }) }),
    ),
  ],
  unknown_of_any_type: ["any", "try(jsondecode(terraform_data.later.id), 1)", unknown],
  unknown_number: ["any", "probe_value.null.number", typed(ctyNumber, unknown)],
  unknown_part: [
    "any",
    "[probe_value.null.number, 1]",
    typed(ctyTuple([ctyNumber, ctyNumber]), [unknown, 1]),
  ],
  unknown_text_of_a_prefix: [
    "any",
    '"web-${terraform_data.later.id}"',
    typed(ctyString, notNull({ prefix: "web-" })),
  ],
  set_with_an_unknown: [
    "any",
    'toset(["a", terraform_data.later.id])',
    typed(ctySet(ctyString), ["a", notNull()]),
  ],
  unknown_set: [
    "any",
    'setproduct(toset(["a", terraform_data.later.id]), toset(["b"]))',
    typed(ctySet(ctyTuple([ctyString, ctyString])), notNull()),
  ],
  unknown_length: [
    "any",
    'length(setunion(["a"], [terraform_data.later.id]))',
    typed(
      ctyNumber,
      notNull({ lower: { value: 1, isInclusive: true }, upper: { value: 2, isInclusive: true } }),
    ),
  ],
  set_of_objects: [
    "objects",
    '[{ name = "b", size = 2 }, { name = "a", size = 0.1 }, { name = "b", size = 2.0 }]',
    [object({ name: "a", size: 0.1 }), object({ name: "b", size: 2 })],
  ],
  map_of_lists: ["lists", '{ a = ["x"], b = [], c = null }', object({ a: ["x"], b: [], c: null })],
  tuple_of_a_type: ["pair", "[1, 2]", ["1", 2]],
};

/** Those of `probe_value`. */
export const sentAttributes: Readonly<Record<string, Attribute>> = {
  name: { ...optional(ctyString), presence: "required" },
  any: optional(ctyDynamic),
  objects: optional(ctySet(ctyObject({ name: ctyString, size: ctyNumber }))),
  lists: optional(ctyMap(ctyList(ctyString))),
  pair: optional(ctyTuple([ctyString, ctyNumber])),
  number: { ...optional(ctyNumber), presence: "computed" },
};

function typed(type: CtyType, value: CtyValue): CtyValue {
  return { kind: "typed", type, value };
}

function object(members: Readonly<Record<string, CtyValue>>): CtyMap {
  return new Map(Object.entries(members));
}

function notNull(more: Refinement = {}): CtyValue {
  return { kind: "unknown", refinement: { isNull: false, ...more } };
}

function optional(type: CtyType): Attribute {
  return { description: "", presence: "optional", shape: ofType(type) };
}
