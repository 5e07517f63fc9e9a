import { describe, expect, test } from "@jest/globals";
import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
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
import { holdsUnknown, unknown } from "../../../src/terraform/wire/value/cty-value.ts";
import type { CtyValue } from "../../../src/terraform/wire/value/cty-value.ts";
import { valuesEqual } from "../../../src/terraform/wire/value/equal.ts";
import { valueFromJson, valueToJson } from "../../../src/terraform/wire/value/json.ts";
import { MalformedValue } from "../../../src/terraform/wire/value/malformed-value.ts";
import { valueFromMsgpack, valueToMsgpack } from "../../../src/terraform/wire/value/msgpack.ts";
import { canonicalDecimal, numberFromText } from "../../../src/terraform/wire/value/number.ts";
import { typeFromJson, typeToJson } from "../../../src/terraform/wire/value/type-json.ts";
import { anyType, anyTypedValue } from "../support/random-values.ts";

describe("every value of every type", () => {
  test("comes back from MessagePack, unknown parts and refinements too", () => {
    fc.assert(
      fc.property(anyTypedValue("with-unknowns"), ({ type, value }) => {
        const back = valueFromMsgpack(valueToMsgpack(value, type), type);
        expect(back).toEqual(value);
        expect(valuesEqual(back, value, type)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("comes back from JSON, if it is known", () => {
    fc.assert(
      fc.property(anyTypedValue("known"), ({ type, value }) => {
        expect(valueFromJson(valueToJson(value, type), type)).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  test("is refused by JSON, if a part of it is unknown", () => {
    fc.assert(
      fc.property(anyTypedValue("with-unknowns"), ({ type, value }) => {
        fc.pre(holdsUnknown(value));
        expect(() => valueToJson(value, type)).toThrow(MalformedValue);
      }),
    );
  });

  test("differs from every value that it is told apart from by its bytes", () => {
    fc.assert(
      fc.property(anyTypedValue("known"), anyTypedValue("known"), ({ type, value }, other) => {
        fc.pre(typeToJson(type) === typeToJson(other.type));
        const isSameText = valueToJson(value, type) === valueToJson(other.value, type);
        if (isSameText) expect(valuesEqual(value, other.value, type)).toBe(true);
      }),
    );
  });
});

test("every type comes back from its JSON", () => {
  fc.assert(fc.property(anyType, (type) => expect(typeFromJson(typeToJson(type))).toEqual(type)));
});

describe("what Terraform sends", () => {
  const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
  const tenth = "a3 30 2e 31";

  test.each<[string, CtyType, string, CtyValue]>([
    ["a null", ctyString, "c0", null],
    ["a text", ctyString, "a2 68 69", "hi"],
    ["a small integer", ctyNumber, "0c", 12],
    ["a negative integer", ctyNumber, "f4", -12],
    [
      "an integer of 64 bits",
      ctyNumber,
      "cf 0020000000000001",
      { kind: "decimal", text: "9007199254740993" },
    ],
    ["a half, exact in binary", ctyNumber, "cb 3fe0000000000000", 0.5],
    ["a tenth, which is not", ctyNumber, tenth, 0.1],
    ["an unknown value", ctyString, "d4 00 00", unknown],
    ["one of any other extension type", ctyString, "d4 05 00", unknown],
    [
      "one that is not null",
      ctyString,
      "c7 03 0c 81 01 c2",
      { kind: "unknown", refinement: { isNull: false } },
    ],
    [
      "one with a prefix",
      ctyString,
      "c7 07 0c 82 01 c2 02 a2 6869",
      { kind: "unknown", refinement: { isNull: false, prefix: "hi" } },
    ],
    [
      "one with bounds",
      ctyNumber,
      "c7 09 0c 82 03 92 01 c3 04 92 09 c2",
      {
        kind: "unknown",
        refinement: { lower: { value: 1, isInclusive: true }, upper: { value: 9, isInclusive: false } },
      },
    ],
    ["a set", ctySet(ctyBool), "92 c2 c3", [false, true]],
    ["a tuple", ctyTuple([ctyBool, ctyString]), "92 c2 a0", [false, ""]],
    ["a map", ctyMap(ctyNumber), "81 a1 61 01", new Map([["a", 1]])],
    [
      "an object without one of its attributes",
      ctyObject({ a: ctyNumber, b: ctyString }),
      "81 a1 61 01",
      new Map<string, CtyValue>([
        ["a", 1],
        ["b", null],
      ]),
    ],
    [
      "a value of any type",
      ctyDynamic,
      `92 c4 08 ${Buffer.from('"number"').toString("hex")} 01`,
      { kind: "typed", type: ctyNumber, value: 1 },
    ],
  ])("%s", (_, type, bytes, value) => expect(valueFromMsgpack(hex(bytes), type)).toEqual(value));

  test.each<[string, CtyType, CtyValue, string]>([
    ["an unknown value", ctyString, unknown, "d4 00 00"],
    ["a tenth", ctyNumber, 0.1, tenth],
    ["a whole number, as text", ctyNumber, 42, "a2 34 32"],
    [
      "2^53 + 1",
      ctyNumber,
      numberFromText("9007199254740993"),
      `b0 ${Buffer.from("9007199254740993").toString("hex")}`,
    ],
    ["not a refinement without content", ctyString, { kind: "unknown", refinement: {} }, "d4 00 00"],
  ])("is sent %s", (_, type, value, bytes) =>
    expect(Buffer.from(valueToMsgpack(value, type)).toString("hex")).toBe(bytes.replaceAll(" ", "")),
  );
});

describe("what is no value of the type", () => {
  test.each<[string, unknown, CtyType]>([
    ["a number for a text", 1, ctyString],
    ["a text for a bool", "yes", ctyBool],
    ["a word for a number", "many", ctyNumber],
    ["an object for a list", {}, ctyList(ctyString)],
    ["a list for a map", [], ctyMap(ctyString)],
    ["a tuple that is too short", ["a"], ctyTuple([ctyString, ctyString])],
    ["a bare value for one of any type", "a", ctyDynamic],
    ["a type that is none", [new TextEncoder().encode('"text"'), "a"], ctyDynamic],
  ])("%s", (_, form, type) => expect(() => valueFromMsgpack(encode(form), type)).toThrow(MalformedValue));

  test("a map whose key is a list", () =>
    expect(() => valueFromMsgpack(Uint8Array.of(0x81, 0x90, 0x01), ctyMap(ctyNumber))).toThrow(
      MalformedValue,
    ));

  test("a refinement that ends early", () =>
    expect(() => valueFromMsgpack(Uint8Array.of(0xc7, 2, 12, 0x81, 0x01), ctyString)).toThrow(
      MalformedValue,
    ));

  test("bytes that end early", () =>
    expect(() => valueFromMsgpack(Uint8Array.of(0x92, 0xc2), ctyList(ctyBool))).toThrow(MalformedValue));

  test("a type of ten thousand levels", () =>
    expect(() => typeFromJson(`${'["list",'.repeat(10_000)}"string"${"]".repeat(10_000)}`)).toThrow(
      MalformedValue,
    ));
});

describe("equality", () => {
  test.each<[string, CtyType, CtyValue, CtyValue, boolean]>([
    ["sets without regard to order", ctySet(ctyNumber), [1, 2], [2, 1], true],
    ["lists with regard to it", ctyList(ctyNumber), [1, 2], [2, 1], false],
    ["numbers by what they mean", ctyNumber, 100, { kind: "decimal", text: "1.00e2" }, true],
    ["null and empty are two", ctyString, null, "", false],
    ["unknown is not null", ctyString, unknown, null, false],
    [
      "maps without regard to order",
      ctyMap(ctyNumber),
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
      new Map([
        ["b", 2],
        ["a", 1],
      ]),
      true,
    ],
  ])("%s", (_, type, left, right, equal) => expect(valuesEqual(left, right, type)).toBe(equal));
});

test("equal numbers have one canonical text", () => {
  const spellings = ["100", "1e2", "100.0", "+100", "0.1e3", "1.00E+2"];
  expect(new Set(spellings.map(canonicalDecimal)).size).toBe(1);
  expect(["", ".", "e5", "1e", "0x1", "1 0", "NaN"].map(canonicalDecimal)).toEqual(Array(7).fill(undefined));
});
