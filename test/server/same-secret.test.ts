import { expect, test } from "@jest/globals";
import { sameSecret } from "../../src/server/same-secret.ts";

test.each([
  ["the secret", "s3cret-token", true],
  ["a part of it", "s3cret", false],
  ["more than it", "s3cret-token-", false],
  ["another of its length", "s3cret-tokem", false],
  ["nothing", "", false],
])("%s", (_, given, expected) => {
  expect(sameSecret("s3cret-token")(given)).toBe(expected);
});
