import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { objectType } from "../../../src/terraform/framework/schema.ts";
import { isCtyMap } from "../../../src/terraform/wire/value/cty-value.ts";
import { MalformedValue } from "../../../src/terraform/wire/value/malformed-value.ts";
import { valueFromMsgpack, valueToMsgpack } from "../../../src/terraform/wire/value/msgpack.ts";
import { sentAttributes, sentValues } from "../support/sent-values.ts";

interface Recording {
  readonly recordedFrom: string;
  /** By name: what stood in PlanResourceChange's `config.msgpack`, in hexadecimal digits. */
  readonly values: Readonly<Record<string, string>>;
}

const recording = JSON.parse(
  readFileSync(join(process.cwd(), "test/terraform/wire/sent-values.recorded.json"), "utf8"),
) as Recording;
const type = objectType(sentAttributes);
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

describe(`what ${recording.recordedFrom} has sent`, () => {
  const rows = Object.entries(sentValues).map(
    ([name, [attribute, expression, value]]) => [name, expression, attribute, value] as const,
  );

  test.each(rows)("%s: %s", (name, _, attribute, value) => {
    const hex = recording.values[name] ?? "";
    const object = valueFromMsgpack(bytesOf(hex), type);
    expect(isCtyMap(object) && object.get(attribute)).toEqual(value);
    // What is sent back must be the same value to Terraform, whatever the order and the width of its numbers.
    expect(valueFromMsgpack(valueToMsgpack(object, type), type)).toEqual(object);
  });

  test("cut short anywhere is refused", () => {
    for (const hex of Object.values(recording.values)) {
      const bytes = bytesOf(hex);
      for (let length = 0; length < bytes.length; length += 1) {
        expect(() => valueFromMsgpack(bytes.subarray(0, length), type)).toThrow(MalformedValue);
      }
    }
  });

  test("with any byte changed is a value or refused", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(recording.values)),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (hex, place, change) => {
          const bytes = bytesOf(hex);
          const at = place % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ change;
          try {
            valueToMsgpack(valueFromMsgpack(bytes, type), type);
          } catch (cause) {
            expect(cause).toBeInstanceOf(MalformedValue);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
