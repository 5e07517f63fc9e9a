import { expect } from "@jest/globals";
import { decodeMessage } from "../../src/envoy/codec/decode-message.ts";
import { encodeMessage } from "../../src/envoy/codec/encode-message.ts";

/** What the renderer writes out although it is the field's default, so that a reader need not know it. */
const writtenDefaults: readonly (readonly [string, unknown])[] = [
  ["action", "ALLOW"],
  ["append_action", "APPEND_IF_EXISTS_OR_ADD"],
  ["value", 0],
  ["value", ""],
  ["lb_policy", "ROUND_ROBIN"],
  ["forward_client_cert_details", "SANITIZE"],
];

/** The message survives its encoding, defaults apart, which have none; and so do its bytes. */
export function expectRoundTrip(typeName: string, message: object): void {
  const bytes = encodeMessage(typeName, message);
  const decoded = decodeMessage(typeName, bytes);
  expect(normal(decoded)).toEqual(normal(JSON.parse(JSON.stringify(message))));
  expect(Buffer.from(encodeMessage(typeName, decoded)).equals(Buffer.from(bytes))).toBe(true);
}

/** One spelling of what has several: defaults left out, numbers as digits, durations without trailing zeros. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.replace(/^(\d+\.\d*?)0+s$/, "$1s").replace(/^(\d+)\.s$/, "$1s");
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(
    ([key, item]) => !writtenDefaults.some(([name, byDefault]) => key === name && item === byDefault),
  );
  return Object.fromEntries(members.map(([key, item]) => [key, normal(item)]));
}
