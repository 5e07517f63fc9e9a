import { expect, test } from "@jest/globals";
import { pointerSteps, pointerTo, RangeMap } from "../../src/config/range-map.ts";

const file = { filename: "mesh.hcl", text: "" };
const range = (start: number): { file: typeof file; start: number; end: number } => ({
  file,
  start,
  end: start,
});

test("a part without a range of its own has that of what encloses it", () => {
  const ranges = new RangeMap(range(0));
  ranges.set("/a", range(1));
  ranges.set("/a/b", range(2));
  expect(["", "/x", "/a", "/a/x/y", "/a/b/c", "/ab"].map((pointer) => ranges.at(pointer).start)).toEqual([
    0, 0, 1, 1, 2, 0,
  ]);
});

test.each([["plain"], ["with/slash"], ["with~tilde"], ["~1"], [""], ["__proto__"]])(
  "a step survives the pointer: %j",
  (step) => expect(pointerSteps(pointerTo(pointerTo("", "a"), step))).toEqual(["a", step]),
);
