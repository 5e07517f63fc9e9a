import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import protobuf from "protobufjs";
import {
  bool,
  bytes,
  byName,
  integer,
  list,
  nested,
  oneOf,
  presentInteger,
  presentText,
  text,
} from "../../../src/terraform/wire/protobuf/fields.ts";
import { message } from "../../../src/terraform/wire/protobuf/message-codec.ts";

const inner = message({ label: text(1), maybe: presentText(2) });
const outer = message({
  name: text(1),
  raw: bytes(2),
  isOn: bool(3),
  count: integer(4),
  maybeCount: presentInteger(5),
  kind: oneOf(6, ["none", "one", "two"]),
  child: nested(7, inner),
  children: list(20, inner),
  named: byName(21, inner),
});

const oracle = protobuf
  .parse(
    `syntax = "proto3";
   message Inner { string label = 1; optional string maybe = 2; }
   enum Kind { none = 0; one = 1; two = 2; }
   message Outer {
     string name = 1; bytes raw = 2; bool isOn = 3; int64 count = 4; optional int64 maybeCount = 5; Kind kind = 6;
     Inner child = 7; repeated Inner children = 20; map<string, Inner> named = 21;
   }`,
    { keepCase: true },
  )
  .root.lookupType("Outer");

const anyText = fc.string({ unit: "grapheme" });
const anyInner = fc.record({ label: anyText, maybe: fc.option(anyText, { nil: undefined }) });
const anyOuter = fc.record({
  name: anyText,
  raw: fc.uint8Array(),
  isOn: fc.boolean(),
  count: fc.maxSafeInteger(),
  maybeCount: fc.option(fc.maxSafeInteger(), { nil: undefined }),
  kind: fc.constantFrom("none" as const, "one" as const, "two" as const),
  child: fc.option(anyInner, { nil: undefined }),
  children: fc.array(anyInner),
  named: fc.dictionary(
    fc.string({ minLength: 1 }).filter((name) => name !== "__proto__"),
    anyInner,
  ),
});

describe("a message", () => {
  test("comes back from its bytes", () => {
    fc.assert(fc.property(anyOuter, (value) => expect(outer.decode(outer.encode(value))).toEqual(value)));
  });

  test("is what another implementation reads and writes", () => {
    fc.assert(
      fc.property(anyOuter, (value) => {
        const theirs = oracle.encode(oracle.decode(outer.encode(value))).finish();
        expect(outer.decode(theirs)).toEqual(value);
      }),
    );
  });

  test("passes over fields that it does not know", () => {
    const bytesOfMore = outer.encode({ name: "a", count: 3 });
    expect(inner.decode(bytesOfMore)).toEqual({ label: "a", maybe: undefined });
  });

  test("with fields left out has what absence means", () => {
    expect(outer.encode({})).toHaveLength(0);
    expect(outer.decode(new Uint8Array())).toMatchObject({ name: "", count: 0, kind: "none", children: [] });
  });

  test("takes a text with half a surrogate pair", () =>
    expect(inner.decode(inner.encode({ label: "a\ud800" })).label).toBe("a\ufffd"));

  test.each<[string, readonly number[]]>([
    ["end within a field", [0x0a, 5, 0x61]],
    ["have another wire type", [0x08, 1]],
  ])("is refused where the bytes %s", (_, malformed) =>
    expect(() => outer.decode(Uint8Array.from(malformed))).toThrow(),
  );
});
