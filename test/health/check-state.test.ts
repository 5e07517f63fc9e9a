import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { CheckStatus, CheckTiming } from "../../src/health/check-definition.ts";
import { startCheck, stepCheck } from "../../src/health/check-state.ts";
import type { CheckEvent, CheckState } from "../../src/health/check-state.ts";

const timing: CheckTiming = {
  id: "http",
  intervalMs: 10_000,
  timeoutMs: 1_000,
  successBeforePassing: 0,
  failuresBeforeCritical: 0,
};
const letters: Readonly<Record<string, CheckStatus>> = { P: "passing", W: "warning", C: "critical" };

function finished(status: CheckStatus, output: string = status): CheckEvent {
  return { kind: "finished", result: { status, output } };
}

/** Runs with the results given, one letter each; answers what was published after each run, `.` for nothing. */
function story(thresholds: Partial<CheckTiming>, results: string): string {
  let { state } = startCheck({ ...timing, ...thresholds }, 1);
  let published = "";
  for (const letter of results) {
    const step = stepCheck(state, finished(letters[letter] ?? "critical"));
    const publish = step.effects.find((effect) => effect.kind === "publish");
    published += publish ? publish.status.charAt(0).toUpperCase() : ".";
    state = stepCheck(step.state, { kind: "due" }).state;
  }
  return published;
}

describe("what is published", () => {
  test.each([
    ["the first result decides by default", {}, "P", "P"],
    ["a first failure is told, though critical was assumed", {}, "C", "C"],
    ["only changes follow", {}, "PPPCCCPPWW", "P..C..P.W."],
    ["thresholds of 1 are those of 0", { successBeforePassing: 1, failuresBeforeCritical: 1 }, "PCP", "PCP"],
    ["passing wants successes in a row", { successBeforePassing: 3 }, "CPPCPPPP", "C.....P."],
    ["warnings count as successes", { successBeforePassing: 3 }, "CPWP", "C..P"],
    ["critical wants failures in a row", { failuresBeforeCritical: 3 }, "PCCPCCCC", "P.....C."],
    ["a first success short of the threshold is critical", { successBeforePassing: 2 }, "PP", "CP"],
    ["a first failure short of the threshold is critical", { failuresBeforeCritical: 2 }, "CC", "C."],
    ["a success ends a count of failures", { failuresBeforeCritical: 2 }, "PCPCPC", "P....."],
  ])("%s", (_, thresholds, results, published) => expect(story(thresholds, results)).toBe(published));
});

test("the first run begins at once, the second spread over the interval, the others after it", () => {
  const start = startCheck(timing, 0.25);
  expect(start.effects).toEqual([{ kind: "probe" }]);
  const first = stepCheck(start.state, finished("passing"));
  expect(first.effects).toContainEqual({ kind: "wake", afterMs: 2_500 });
  const second = stepCheck(stepCheck(first.state, { kind: "due" }).state, finished("passing"));
  expect(second.effects).toEqual([{ kind: "wake", afterMs: 10_000 }]);
});

test("a first run that decides nothing says so", () => {
  const { state } = startCheck({ ...timing, successBeforePassing: 2 }, 1);
  expect(stepCheck(state, finished("passing", "200 OK")).state).toMatchObject({
    status: "critical",
    output: "critical until more runs agree; first: 200 OK",
  });
});

test("the output is that of the latest run that agrees with the status", () => {
  let { state } = startCheck({ ...timing, failuresBeforeCritical: 2 }, 1);
  for (const [status, output, shown] of [
    ["passing", "one", "one"],
    ["passing", "two", "two"],
    ["critical", "three", "two"],
    ["critical", "four", "four"],
  ] as const) {
    state = stepCheck(state, finished(status, output)).state;
    expect(state.output).toBe(shown);
  }
});

const anyEvent: fc.Arbitrary<CheckEvent> = fc.oneof(
  fc.constant<CheckEvent>({ kind: "due" }),
  fc.constantFrom<CheckStatus>("passing", "warning", "critical").map((status) => finished(status)),
);

test("runs never overlap", () => {
  fc.assert(
    fc.property(fc.array(anyEvent), (events) => {
      let state: CheckState = startCheck(timing, 0.5).state;
      let running = 1;
      for (const event of events) {
        if (event.kind === "finished" && running === 0) continue;
        if (event.kind === "finished") running -= 1;
        const step = stepCheck(state, event);
        running += step.effects.filter((effect) => effect.kind === "probe").length;
        expect(running).toBeLessThanOrEqual(1);
        state = step.state;
      }
    }),
  );
});

test("nothing follows a stop", () => {
  const stopped = stepCheck(startCheck(timing, 0).state, { kind: "stop" });
  expect(stopped.effects).toEqual([{ kind: "cancel" }]);
  const late: readonly CheckEvent[] = [finished("passing"), { kind: "due" }, { kind: "stop" }];
  for (const event of late)
    expect(stepCheck(stopped.state, event)).toEqual({ state: stopped.state, effects: [] });
});
