import { describe, expect, test } from "@jest/globals";
import { decodeMessage } from "../../src/envoy/codec/decode-message.ts";
import { messageVersion } from "../../src/envoy/codec/message-version.ts";
import { defineResource } from "../../src/envoy/define-resource.ts";
import { typeUrls } from "../../src/envoy/resource.ts";

describe("messageVersion", () => {
  const message = { name: "api", metadata: { filter_metadata: { b: { x: 1, y: [1, 2] }, a: {} } } };

  // SHA-256 of the sorted text, made with another implementation; a change here re-sends every resource once.
  test("is half the SHA-256 of the canonical JSON", () => {
    expect(messageVersion(message)).toBe("0b33b2eb3a7d41d04350b7a6164d5450");
  });

  test.each<{ readonly what: string; readonly other: object; readonly same: boolean }>([
    {
      what: "the order of keys",
      other: { metadata: { filter_metadata: { a: {}, b: { y: [1, 2], x: 1 } } }, name: "api" },
      same: true,
    },
    { what: "an undefined member", other: { ...message, type: undefined }, same: true },
    {
      what: "the order of a list",
      other: { ...message, metadata: { filter_metadata: { b: { x: 1, y: [2, 1] }, a: {} } } },
      same: false,
    },
    {
      what: "text for a number",
      other: { ...message, metadata: { filter_metadata: { b: { x: "1", y: [1, 2] }, a: {} } } },
      same: false,
    },
  ])("$what: same version $same", ({ other, same }) => {
    expect(messageVersion(other) === messageVersion(message)).toBe(same);
  });
});

describe("defineResource", () => {
  const message = { name: "api", connect_timeout: "5s" } as const;

  test("encodes its message, once", () => {
    const resource = defineResource({ name: "api", typeUrl: typeUrls.cluster, message, origins: [] });
    expect(decodeMessage("envoy.config.cluster.v3.Cluster", resource.bytes())).toEqual(message);
    expect(resource.bytes()).toBe(resource.bytes());
  });

  test("has its content's version, and is certain unless said otherwise", () => {
    const resource = defineResource({ name: "api", typeUrl: typeUrls.cluster, message, origins: [] });
    expect(resource).toMatchObject({ version: messageVersion(message), provisional: false, message });
    const guess = defineResource({
      name: "api",
      typeUrl: typeUrls.endpoint,
      message: {},
      origins: [],
      provisional: true,
    });
    expect(guess.provisional).toBe(true);
  });
});
