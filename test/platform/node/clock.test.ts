import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { nodeClock } from "../../../src/platform/node/clock.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const dayMs = 24 * 60 * 60 * 1000;

test.each([
  ["a millisecond", 1],
  ["a second", 1_000],
  ["longer than a Node timer lasts", 100 * dayMs],
])("a timer fires once, after its delay: %s", (_, delayMs) => {
  const callback = jest.fn();
  nodeClock.after(delayMs, callback);
  jest.advanceTimersByTime(delayMs - 1);
  expect(callback).toHaveBeenCalledTimes(0);
  jest.advanceTimersByTime(1);
  expect(callback).toHaveBeenCalledTimes(1);
  jest.advanceTimersByTime(dayMs);
  expect(callback).toHaveBeenCalledTimes(1);
});

test.each([0, 30, 99])("a timer of 100 days can be cancelled on day %d", (day) => {
  const callback = jest.fn();
  const cancel = nodeClock.after(100 * dayMs, callback);
  jest.advanceTimersByTime(day * dayMs);
  cancel();
  jest.advanceTimersByTime(200 * dayMs);
  expect(callback).not.toHaveBeenCalled();
  expect(jest.getTimerCount()).toBe(0);
});
