import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  differingIds,
  emptyInstanceMap,
  getInstance,
  instancesOf,
  withInstance,
  withoutInstance,
} from "../../src/catalog/instance-map.ts";
import type { InstanceMap } from "../../src/catalog/instance-map.ts";

const change = fc.record({
  id: fc.string({ maxLength: 3 }),
  value: fc.option(fc.nat(3), { nil: undefined }),
});

function applied(
  map: InstanceMap<number>,
  { id, value }: { id: string; value: number | undefined },
): InstanceMap<number> {
  return value === undefined ? withoutInstance(map, id) : withInstance(map, id, value);
}

test("behaves like a Map, and leaves earlier versions as they were", () => {
  fc.assert(
    fc.property(fc.array(change), fc.array(change), (first, second) => {
      const before = first.reduce(applied, emptyInstanceMap<number>());
      const model = modelOf(first);
      const after = second.reduce(applied, before);
      expect(new Map(instancesOf(before))).toEqual(model);
      expect(before.size).toBe(model.size);
      const afterModel = modelOf([...first, ...second]);
      expect(new Map(instancesOf(after))).toEqual(afterModel);
      expect(after.size).toBe(afterModel.size);
      for (const [id, value] of afterModel) expect(getInstance(after, id)).toBe(value);
      const ids = [...new Set([...model.keys(), ...afterModel.keys()])];
      expect(differingIds(before, after)).toEqual(
        ids.filter((id) => model.get(id) !== afterModel.get(id)).sort(),
      );
    }),
  );
});

test("spreads ids that differ in their number only", () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `api-${index}`);
  const map = ids.reduce((filled, id) => withInstance(filled, id, 0), emptyInstanceMap<number>());
  expect(Math.max(...map.parts.map((part) => part.size))).toBeLessThan(120);
});

function modelOf(changes: readonly { id: string; value: number | undefined }[]): Map<string, number> {
  const model = new Map<string, number>();
  for (const { id, value } of changes) {
    if (value === undefined) model.delete(id);
    else model.set(id, value);
  }
  return model;
}
