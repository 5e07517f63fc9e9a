import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { decodeMessage } from "../../src/envoy/codec/decode-message.ts";
import { encodeMessage } from "../../src/envoy/codec/encode-message.ts";
import { messageTable } from "../../src/envoy/gen/message-table.ts";
import { arbitraryMessage } from "./arbitrary-message.ts";
import { messages } from "./messages.ts";
import { ProtobufOracle } from "./protobuf-oracle.ts";

const oracle = new ProtobufOracle();

describe("messages as the mesh makes them", () => {
  test.each(messages)("$name: the same bytes as protobuf-es", ({ typeName, message }) => {
    expect(hex(encodeMessage(typeName, message))).toBe(hex(oracle.encode(typeName, message)));
  });

  test.each(messages)("$name: read as protobuf-es reads it", ({ typeName, message }) => {
    const bytes = encodeMessage(typeName, message);
    expect(decodeMessage(typeName, bytes)).toEqual(oracle.decode(typeName, bytes));
  });
});

describe("random messages", () => {
  const typeNames = Object.keys(messageTable).filter((name) => !name.startsWith("google.protobuf."));

  test("of every definition: the same bytes, and read back alike", () => {
    for (const typeName of typeNames) checkRandomMessages(typeName, { depth: 2, numRuns: 10 });
  });

  test.each(messages)("$typeName, deep", ({ typeName }) => {
    checkRandomMessages(typeName, { depth: 7, numRuns: 100 });
  });
});

function checkRandomMessages(
  typeName: string,
  options: { readonly depth: number; readonly numRuns: number },
): void {
  const message = arbitraryMessage(oracle.schema(typeName), options.depth, (name) => oracle.schema(name));
  const property = fc.property(message, (json) => {
    const bytes = encodeMessage(typeName, json);
    expect(hex(bytes)).toBe(hex(oracle.encode(typeName, json)));
    const decoded = decodeMessage(typeName, bytes);
    expect(decoded).toEqual(oracle.decode(typeName, bytes));
    expect(hex(encodeMessage(typeName, decoded))).toBe(hex(bytes));
  });
  fc.assert(property, { numRuns: options.numRuns });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
