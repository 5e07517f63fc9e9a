import { expect, test } from "@jest/globals";
import { durationMs } from "../../src/config/duration.ts";

test.each([
  ["500ms", 500],
  ["5s", 5_000],
  ["1m30s", 90_000],
  ["1.5h", 5_400_000],
  ["1h1m1s1ms", 3_661_001],
  ["1000us", 1],
  ["1000µs", 1],
  ["1000000ns", 1],
  ["0s", 0],
  ["1.4ms", 1],
  ["1ns", 0],
])("%s is %d ms", (text, expected) => expect(durationMs(text)).toBe(expected));
