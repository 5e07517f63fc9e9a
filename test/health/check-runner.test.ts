import { expect, test } from "@jest/globals";
import type { CheckDefinition, ProbeResult } from "../../src/health/check-definition.ts";
import { startCheckRunner } from "../../src/health/check-runner.ts";
import type { Probe } from "../../src/health/probe.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fixedRandom } from "../support/fake-random.ts";

const check: CheckDefinition = {
  id: "tcp",
  type: "tcp",
  tcp: { host: "127.0.0.1", port: 9 },
  intervalMs: 10_000,
  timeoutMs: 1_000,
  successBeforePassing: 0,
  failuresBeforeCritical: 0,
};

/** Runs that a test finishes by hand; an aborted one finishes by itself with the reason. */
class ManualProbe implements Probe {
  runs = 0;
  finish: (result: ProbeResult) => void = () => undefined;

  run(_target: unknown, signal: AbortSignal): Promise<ProbeResult> {
    this.runs += 1;
    return new Promise((resolve) => {
      this.finish = resolve;
      signal.addEventListener("abort", () => resolve({ status: "critical", output: String(signal.reason) }));
    });
  }
}

function start(checks: readonly CheckDefinition[] = [check]) {
  const clock = new FakeClock();
  const probe = new ManualProbe();
  const published: string[] = [];
  const runner = startCheckRunner({
    checks,
    probe,
    clock,
    random: fixedRandom(0.5),
    onStatus: (id, status, output) => published.push(`${id} ${status}: ${output}`),
  });
  const finish = async (result: ProbeResult) => {
    probe.finish(result);
    await settled();
  };
  return { clock, probe, published, runner, finish };
}

/** Lets every promise that can settle without outside help do so. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("a check runs at once, then by its interval, and tells of changes", async () => {
  const { clock, probe, published, runner, finish } = start();
  expect(probe.runs).toBe(1);
  expect(runner.reports()).toEqual([]);
  await finish({ status: "passing", output: "open" });
  expect(published).toEqual(["tcp passing: open"]);
  expect(runner.reports()).toEqual([{ id: "tcp", status: "passing", output: "open" }]);

  clock.advance(4_999);
  expect(probe.runs).toBe(1);
  clock.advance(1);
  expect(probe.runs).toBe(2);
  await finish({ status: "passing", output: "still open" });
  clock.advance(10_000);
  await finish({ status: "critical", output: "refused" });
  expect(published).toEqual(["tcp passing: open", "tcp critical: refused"]);
});

test("a run that takes longer than its time limit fails, and the next is due an interval later", async () => {
  const { clock, probe, published, finish } = start();
  clock.advance(1_000);
  await settled();
  expect(published).toEqual(["tcp critical: Error: no answer within 1000 ms"]);
  clock.advance(5_000);
  expect(probe.runs).toBe(2);
  await finish({ status: "passing", output: "open" });
  expect(published).toHaveLength(2);
});

test("a run that outlasts the interval delays the next one", async () => {
  const { clock, probe, finish } = start([{ ...check, timeoutMs: 60_000 }]);
  clock.advance(30_000);
  expect(probe.runs).toBe(1);
  await finish({ status: "passing", output: "open" });
  clock.advance(5_000);
  expect(probe.runs).toBe(2);
});

test("a stop aborts the run on its way and leaves nothing behind", async () => {
  const { clock, probe, published, runner } = start();
  runner.stop();
  await settled();
  clock.advance(60_000);
  expect([probe.runs, clock.pendingTimers, published]).toEqual([1, 0, []]);
});

test("a stop between runs leaves nothing behind", async () => {
  const { clock, probe, runner, finish } = start();
  await finish({ status: "passing", output: "open" });
  runner.stop();
  expect(clock.pendingTimers).toBe(0);
  clock.advance(60_000);
  expect(probe.runs).toBe(1);
});
