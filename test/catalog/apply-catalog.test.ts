import { describe, expect, test } from "@jest/globals";
import { applyCatalog } from "../../src/catalog/apply-catalog.ts";
import type { CatalogCommand } from "../../src/catalog/apply-catalog.ts";
import { emptyCatalog } from "../../src/catalog/catalog-state.ts";
import type { CatalogState, CheckStatus } from "../../src/catalog/catalog-state.ts";
import { changedInstances, instanceHealth, nextExpiry } from "../../src/catalog/instance-health.ts";
import { getInstance } from "../../src/catalog/instance-map.ts";

function report(
  instanceId: string,
  statuses: Readonly<Record<string, CheckStatus>> = {},
  leaseMs = 30_000,
): CatalogCommand {
  const checks = Object.entries(statuses).map(([id, status]) => ({ id, status, output: status }));
  return { kind: "report", instanceId, checks, leaseMs };
}

/** Each command is applied a second after the one before; the last at `lastAtMs`. */
function after(commands: readonly CatalogCommand[], state = emptyCatalog()): CatalogState {
  return commands.reduce((next, command, index) => applyCatalog(next, command, index * 1_000), state);
}

describe("the health of api-1", () => {
  const rows: readonly (readonly [string, readonly CatalogCommand[], readonly string[], number, string])[] = [
    ["never reported, without checks", [], [], 0, "passing"],
    ["never reported, with a check", [], ["http"], 0, "unknown"],
    ["reported, without checks", [report("api-1")], [], 0, "passing"],
    ["reported passing", [report("api-1", { http: "passing" })], ["http"], 0, "passing"],
    [
      "reported warning",
      [report("api-1", { http: "warning", tcp: "passing" })],
      ["http", "tcp"],
      0,
      "warning",
    ],
    [
      "the worst counts",
      [report("api-1", { http: "warning", tcp: "critical" })],
      ["http", "tcp"],
      0,
      "critical",
    ],
    ["a check not reported", [report("api-1", { http: "warning" })], ["http", "tcp"], 0, "unknown"],
    [
      "critical, whatever is not reported",
      [report("api-1", { http: "critical" })],
      ["http", "tcp"],
      0,
      "critical",
    ],
    ["a check not expected", [report("api-1", { old: "critical", http: "passing" })], ["http"], 0, "passing"],
    [
      "a report replaces the one before",
      [report("api-1", { a: "critical" }), report("api-1", { b: "passing" })],
      ["a", "b"],
      0,
      "unknown",
    ],
    ["just before the lease is over", [report("api-1", { http: "passing" })], ["http"], 29_999, "passing"],
    ["the lease over", [report("api-1", { http: "passing" })], ["http"], 30_000, "critical"],
    ["the lease over, without checks", [report("api-1")], [], 30_000, "critical"],
    [
      "released",
      [report("api-1", { http: "passing" }), { kind: "release", instanceId: "api-1" }],
      ["http"],
      1_000,
      "critical",
    ],
    [
      "released and back",
      [report("api-1"), { kind: "release", instanceId: "api-1" }, report("api-1", { http: "passing" })],
      ["http"],
      2_000,
      "passing",
    ],
    ["released without a report before", [{ kind: "release", instanceId: "api-1" }], ["http"], 0, "unknown"],
    ["others do not matter", [report("api-2", { http: "critical" })], ["http"], 0, "unknown"],
  ];

  test.each(rows)("%s", (_, commands, expectedCheckIds, nowMs, expected) => {
    expect(instanceHealth(after(commands), { instanceId: "api-1", expectedCheckIds, nowMs })).toBe(expected);
  });
});

describe("changed instances", () => {
  const live = after([report("api-1", { http: "passing" })]);
  const rows: readonly (readonly [string, CatalogState, CatalogCommand, number, readonly string[]])[] = [
    ["a first report", emptyCatalog(), report("api-1"), 0, ["api-1"]],
    ["a renewed lease", live, report("api-1", { http: "passing" }), 20_000, []],
    ["another status", live, report("api-1", { http: "warning" }), 20_000, ["api-1"]],
    ["another check", live, report("api-1", { tcp: "passing" }), 20_000, ["api-1"]],
    ["one check more", live, report("api-1", { http: "passing", tcp: "passing" }), 20_000, ["api-1"]],
    ["a release", live, { kind: "release", instanceId: "api-1" }, 20_000, ["api-1"]],
    ["the end of the lease", live, { kind: "expire" }, 30_000, ["api-1"]],
    ["a look at leases that all run", live, { kind: "expire" }, 29_999, []],
    ["a release of someone unknown", live, { kind: "release", instanceId: "api-2" }, 0, []],
  ];

  test.each(rows)("by %s", (_, before, command, nowMs, expected) => {
    expect(changedInstances(before, applyCatalog(before, command, nowMs))).toEqual(expected);
  });

  test("a command without effect gives the same state", () => {
    const released = applyCatalog(live, { kind: "release", instanceId: "api-1" }, 0);
    expect(applyCatalog(released, { kind: "release", instanceId: "api-1" }, 0)).toBe(released);
    expect(applyCatalog(released, { kind: "expire" }, 90_000)).toBe(released);
  });
});

test("the next expiry is that of the earliest running lease", () => {
  const commands = [report("a", {}, 10_000), report("b", {}, 5_000), report("c", {}, 1_000)];
  const state = applyCatalog(after(commands), { kind: "release", instanceId: "c" }, 2_500);
  expect(nextExpiry(state)).toBe(6_000);
  expect(nextExpiry(applyCatalog(state, { kind: "expire" }, 6_000))).toBe(10_000);
  expect(nextExpiry(emptyCatalog())).toBeUndefined();
});

describe("bounds", () => {
  test("the longest silent instance makes room, those that are gone first", () => {
    const commands = [
      report("old"),
      report("gone"),
      report("new"),
      { kind: "release", instanceId: "gone" } as const,
    ];
    const full = after(commands, emptyCatalog(3));
    const first = applyCatalog(full, report("one-more"), 5_000);
    expect(idsOf(first)).toEqual(["new", "old", "one-more"]);
    expect(idsOf(applyCatalog(first, report("two-more"), 6_000))).toEqual(["new", "one-more", "two-more"]);
  });

  test("a flood of made-up instances stays within the bound", () => {
    let state = emptyCatalog(100);
    for (let index = 0; index < 1_000; index += 1) {
      state = applyCatalog(state, report(`made-up-${index}`), index);
      expect(state.instances.size).toBeLessThanOrEqual(100);
    }
    expect(getInstance(state.instances, "made-up-999")).toBeDefined();
  });

  test("output is cut to 4 KiB, never within a character", () => {
    const checks = [{ id: "http", status: "passing", output: `${"x".repeat(4_095)}😀` } as const];
    const state = applyCatalog(
      emptyCatalog(),
      { kind: "report", instanceId: "api-1", checks, leaseMs: 1 },
      0,
    );
    expect(getInstance(state.instances, "api-1")?.checks.get("http")?.output).toBe("x".repeat(4_095));
  });

  test("an instance has 64 checks at most", () => {
    const checks = Array.from(
      { length: 1_000 },
      (_, index) => ({ id: `${index}`, status: "passing", output: "" }) as const,
    );
    const state = applyCatalog(
      emptyCatalog(),
      { kind: "report", instanceId: "api-1", checks, leaseMs: 1 },
      0,
    );
    expect(getInstance(state.instances, "api-1")?.checks.size).toBe(64);
  });

  function idsOf(state: CatalogState): readonly string[] {
    return state.instances.parts.flatMap((part) => [...part.keys()]).sort();
  }
});
