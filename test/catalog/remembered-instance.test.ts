import { expect, test } from "@jest/globals";
import { createCatalog } from "../../src/catalog/catalog.ts";
import {
  decodeRememberedInstances,
  recalledCatalog,
  rememberedInstances,
} from "../../src/catalog/remembered-instance.ts";
import { FakeClock } from "../support/fake-clock.ts";

const check = { id: "http", status: "warning", output: "slow" } as const;
const known = [
  { id: "api-1", gone: false, checks: [check] },
  { id: "api-2", gone: true, checks: [check] },
  { id: "web", gone: false, checks: [] },
];

function recalled(leaseMs = 10_000) {
  const clock = new FakeClock();
  const initial = recalledCatalog(known, { nowMs: clock.now(), leaseMs });
  const changes: string[] = [];
  const catalog = createCatalog({ clock, initial, onChange: (ids) => changes.push(ids.join(" ")) });
  return { clock, catalog, changes };
}

test("what is remembered and recalled is the same, through JSON too", () => {
  const { catalog } = recalled();
  expect(rememberedInstances(catalog.state())).toEqual(known);
  expect(decodeRememberedInstances(JSON.parse(JSON.stringify(known)))).toEqual(known);
});

test("the last word of an instance holds for the lease, and that one had left stays known", () => {
  const { clock, catalog, changes } = recalled();
  const health = () => ["api-1", "api-2", "api-3"].map((id) => catalog.health(id, ["http"]));
  expect(health()).toEqual(["warning", "critical", "unknown"]);
  clock.advance(9_999);
  expect([health(), changes]).toEqual([["warning", "critical", "unknown"], []]);
  clock.advance(1);
  expect([health(), changes]).toEqual([["critical", "critical", "unknown"], ["api-1 web"]]);
});

test("one that speaks again counts as it says", () => {
  const { clock, catalog } = recalled();
  const passing = { ...check, status: "passing" } as const;
  for (const instanceId of ["api-1", "api-2"])
    catalog.apply({ kind: "report", instanceId, checks: [passing], leaseMs: 60_000 });
  clock.advance(10_000);
  expect(["api-1", "api-2"].map((id) => catalog.health(id, ["http"]))).toEqual(["passing", "passing"]);
});

test.each([
  ["an object", {}, "instances must be a list."],
  ["an instance without an id", [{ gone: false, checks: [] }], "instances[0].id must be a text."],
  ["one that is half gone", [{ id: "a", gone: 1, checks: [] }], "instances[0].gone must be true or false."],
  [
    "a status of its own",
    [{ id: "a", gone: false, checks: [{ ...check, status: "fine" }] }],
    "instances[0].checks[0].status must be one of passing, warning, critical.",
  ],
])("%s is refused", (_, value, message) => {
  expect(() => decodeRememberedInstances(value)).toThrow(message);
});
