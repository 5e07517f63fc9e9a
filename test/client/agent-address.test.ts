import { expect, test } from "@jest/globals";
import { withScheme } from "../../src/client/agent-address.ts";

test.each([
  ["127.0.0.1:8500", "http://127.0.0.1:8500"],
  ["http://a", "http://a"],
  ["https://a", "https://a"],
  ["localhost", "http://localhost"],
])("an address as people write it: %s", (text, expected) => expect(withScheme(text)).toBe(expected));
