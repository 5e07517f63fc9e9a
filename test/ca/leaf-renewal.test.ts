import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { startLeafRenewal, stepLeafRenewal } from "../../src/ca/leaf-renewal.ts";
import type { LeafRenewal, LeafRenewalEvent } from "../../src/ca/leaf-renewal.ts";

const signing = startLeafRenewal.state;
const hourMs = 3_600_000;

test("begins with a request", () => expect(startLeafRenewal.effects).toEqual([{ kind: "sign" }]));

describe("a signed leaf", () => {
  test.each([
    ["60 % at the earliest", 0, 600],
    ["65 % in the middle", 0.5, 650],
    ["70 % at the latest", 1, 700],
  ])("is renewed at %s of its life", (_, fraction, atMs) => {
    const { state } = stepLeafRenewal(signing, {
      kind: "signed",
      nowMs: 0,
      notAfterMs: 1_000 * 1_000,
      fraction,
    });
    expect(state).toEqual({ kind: "waiting", failures: 0, atMs: atMs * 1_000 });
  });

  test("without life left is not asked for in a loop", () => {
    const step = stepLeafRenewal(signing, { kind: "signed", nowMs: 5_000, notAfterMs: 5_000, fraction: 0 });
    expect(step.effects).toEqual([{ kind: "wake", afterMs: 1_000 }]);
  });

  test("is slept on for a minute at a time, so that a suspended machine notices", () => {
    const signed = stepLeafRenewal(signing, { kind: "signed", nowMs: 0, notAfterMs: hourMs, fraction: 0 });
    expect(signed.effects).toEqual([{ kind: "wake", afterMs: 60_000 }]);
    const early = stepLeafRenewal(signed.state, { kind: "woken", nowMs: 60_000 });
    expect(early).toEqual({ state: signed.state, effects: [{ kind: "wake", afterMs: 60_000 }] });
    const afterSuspension = stepLeafRenewal(signed.state, { kind: "woken", nowMs: 2 * hourMs });
    expect(afterSuspension).toEqual({ state: { kind: "signing", failures: 0 }, effects: [{ kind: "sign" }] });
  });
});

describe("failures", () => {
  test.each([
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [5, 8_000, 16_000],
    [7, 30_000, 60_000],
    [5_000, 30_000, 60_000],
  ])("after failure %d the next try comes in %d to %d ms", (failures, shortestMs, longestMs) => {
    const delays = [0, 1].map((fraction) => {
      const state: LeafRenewal = { kind: "signing", failures: failures - 1 };
      return stepLeafRenewal(state, { kind: "failed", nowMs: 0, fraction }).effects;
    });
    expect(delays).toEqual([[{ kind: "wake", afterMs: shortestMs }], [{ kind: "wake", afterMs: longestMs }]]);
  });

  test("are counted until a leaf is signed", () => {
    const failed = stepLeafRenewal(signing, { kind: "failed", nowMs: 0, fraction: 0 }).state;
    const retried = stepLeafRenewal(failed, { kind: "woken", nowMs: 500 }).state;
    expect(retried).toEqual({ kind: "signing", failures: 1 });
    const signed = stepLeafRenewal(retried, {
      kind: "signed",
      nowMs: 600,
      notAfterMs: hourMs,
      fraction: 0,
    }).state;
    expect(signed).toMatchObject({ kind: "waiting", failures: 0 });
  });
});

const event: fc.Arbitrary<LeafRenewalEvent> = fc.oneof(
  fc.record({
    kind: fc.constant("signed" as const),
    nowMs: fc.nat(),
    notAfterMs: fc.nat(),
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("failed" as const),
    nowMs: fc.nat(),
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ kind: fc.constant("woken" as const), nowMs: fc.nat() }),
);

test("nothing follows a stop, whatever arrives late", () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const stopped = stepLeafRenewal(signing, { kind: "stop" });
      expect(stopped).toEqual({ state: { kind: "stopped" }, effects: [{ kind: "cancel-wake" }] });
      for (const late of events)
        expect(stepLeafRenewal(stopped.state, late)).toEqual({ state: stopped.state, effects: [] });
    }),
  );
});

test("a renewal that is not stopped always has a request or a timer of at most a minute ahead of it", () => {
  fc.assert(
    fc.property(fc.array(event), (events) => {
      let state: LeafRenewal = signing;
      for (const next of events) {
        // The outcome of a request can only follow a request.
        if (state.kind !== "signing" && next.kind !== "woken") continue;
        const step = stepLeafRenewal(state, next);
        const idle = state.kind === "signing" && next.kind === "woken";
        expect(step.effects).toHaveLength(idle ? 0 : 1);
        for (const effect of step.effects)
          if (effect.kind === "wake") expect(effect.afterMs).toBeLessThanOrEqual(60_000);
        state = step.state;
      }
    }),
  );
});
