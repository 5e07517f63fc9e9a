import { expect, test } from "@jest/globals";
import type { ApiTraffic } from "../../src/client/api-types.ts";
import { TrafficMemory } from "../../src/server/traffic-memory.ts";

const plan = { set: "one", setRevision: 1, identity: "a" };
const traffic = (destination: string): ApiTraffic => ({
  changes: [{ kind: "shares", destination, before: [], after: [] }],
  is_complete: true,
});
const first = traffic("first");
const second = traffic("second");

/** A memory in which the plan was told the first. */
function knowing(): TrafficMemory {
  const memory = new TrafficMemory();
  memory.recall(plan, () => first);
  return memory;
}

test("a plan is told the same again", () => expect(knowing().recall(plan, () => second)).toBe(first));

test.each([
  { what: "another set", other: { ...plan, set: "two" } },
  { what: "another base", other: { ...plan, setRevision: 2 } },
  { what: "other documents", other: { ...plan, identity: "b" } },
])("a plan of $what is told its own", ({ other }) =>
  expect(knowing().recall(other, () => second)).toBe(second),
);

test("a new plan of a set is told anew, one of another set is not", () => {
  const memory = knowing();
  memory.forget("two");
  expect(memory.recall(plan, () => second)).toBe(first);
  memory.forget("one");
  expect(memory.recall(plan, () => second)).toBe(second);
});

test("of very many plans the oldest is forgotten", () => {
  const memory = knowing();
  for (let revision = 2; revision < 258; revision += 1)
    memory.recall({ ...plan, setRevision: revision }, () => first);
  expect(memory.recall({ ...plan, setRevision: 257 }, () => second)).toBe(first);
  expect(memory.recall(plan, () => second)).toBe(second);
});
