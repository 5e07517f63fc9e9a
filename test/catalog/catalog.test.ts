import { expect, test } from "@jest/globals";
import { createCatalog } from "../../src/catalog/catalog.ts";
import type { CheckStatus } from "../../src/catalog/catalog-state.ts";
import { FakeClock } from "../support/fake-clock.ts";

function start() {
  const clock = new FakeClock();
  const changes: string[] = [];
  const catalog = createCatalog({ clock, onChange: (ids) => changes.push(ids.join(" ")) });
  const report = (instanceId: string, leaseMs: number, status: CheckStatus = "passing") =>
    catalog.apply({ kind: "report", instanceId, checks: [{ id: "http", status, output: "" }], leaseMs });
  return { clock, changes, catalog, report };
}

test("a lease that is not renewed expires by itself, and is told once", () => {
  const { clock, changes, catalog, report } = start();
  report("api-1", 30_000);
  report("api-2", 30_000);
  changes.length = 0;
  clock.advance(29_999);
  expect(changes).toEqual([]);
  clock.advance(1);
  expect(changes).toEqual(["api-1 api-2"]);
  expect(catalog.health("api-1", ["http"])).toBe("critical");
  clock.advance(120_000);
  expect(changes).toEqual(["api-1 api-2"]);
  expect(clock.pendingTimers).toBe(0);
});

test("renewed leases keep an instance, with one timer for all", () => {
  const { clock, changes, catalog, report } = start();
  for (let round = 0; round < 10; round += 1) {
    report("api-1", 30_000);
    report("api-2", 30_000);
    clock.advance(10_000);
    expect(clock.pendingTimers).toBe(1);
  }
  expect(changes).toEqual(["api-1", "api-2"]);
  expect(catalog.health("api-1", ["http"])).toBe("passing");
});

test("a shorter lease that comes later expires first", () => {
  const { clock, changes, report } = start();
  report("slow", 60_000);
  report("quick", 5_000);
  changes.length = 0;
  clock.advance(5_000);
  expect(changes).toEqual(["quick"]);
  clock.advance(55_000);
  expect(changes).toEqual(["quick", "slow"]);
});

test("changes of status are told, and a release is", () => {
  const { changes, catalog, report } = start();
  report("api-1", 30_000);
  report("api-1", 30_000);
  report("api-1", 30_000, "critical");
  catalog.apply({ kind: "release", instanceId: "api-1" });
  expect(changes).toEqual(["api-1", "api-1", "api-1"]);
});

test("a listener sees the state after the change", () => {
  const clock = new FakeClock();
  const seen: string[] = [];
  const catalog = createCatalog({ clock, onChange: ([id = ""]) => seen.push(catalog.health(id, ["http"])) });
  catalog.apply({
    kind: "report",
    instanceId: "a",
    checks: [{ id: "http", status: "warning", output: "" }],
    leaseMs: 1_000,
  });
  clock.advance(1_000);
  expect(seen).toEqual(["warning", "critical"]);
});

test("a stop leaves no timer behind", () => {
  const { clock, catalog, report } = start();
  report("api-1", 30_000);
  catalog.stop();
  expect(clock.pendingTimers).toBe(0);
});
