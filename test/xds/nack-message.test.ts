import { describe, expect, test } from "@jest/globals";
import { cleanNackMessage, maxNackMessageLength, mentionedResources } from "../../src/xds/nack-message.ts";

describe("cleanNackMessage", () => {
  test.each([
    [
      "the marker goes, the lines stay",
      "goo.gle/debugstr Error in cluster(s) a: x\n  line two\n",
      "Error in cluster(s) a: x\n  line two",
    ],
    ["another spelling of the marker", "goo.gle/nodeletestr  broken", "broken"],
    ["a link further on is not a marker", "see goo.gle/debugstr for more", "see goo.gle/debugstr for more"],
    ["an empty message says so", "", "Refused without a reason."],
    ["a huge message is cut", "x".repeat(1_000_000), "x".repeat(maxNackMessageLength)],
  ])("%s", (_, message, expected) => expect(cleanNackMessage(message)).toBe(expected));
});

describe("mentionedResources", () => {
  const names = ["api", "api-v2", "api.default.dc1.internal", "web", "public_listener:127.0.0.1:21000"];
  test.each([
    ["a name before a colon", "Error adding/updating cluster(s) api: bad filter", ["api"]],
    ["several names, in the order asked", "web: x, api: y", ["api", "web"]],
    ["a name inside a longer one is not mentioned by it", "cluster api-v2 is bad", ["api-v2"]],
    [
      "a name that starts a longer one is not mentioned by it",
      "for api.default.dc1.internal: bad",
      ["api.default.dc1.internal"],
    ],
    ["a name at the end of a sentence", "Unknown cluster web.", ["web"]],
    ["a name in quotes", "unknown cluster 'web'", ["web"]],
    [
      "a name with punctuation",
      "listener public_listener:127.0.0.1:21000 failed",
      ["public_listener:127.0.0.1:21000"],
    ],
    ["part of a word", "webserver apis rapid", []],
    ["both a name and a longer one", "api-v2 and api", ["api", "api-v2"]],
    ["nothing", "Proto constraint validation failed", []],
  ])("%s", (_, message, expected) => expect(mentionedResources(message, names)).toEqual(expected));
});
