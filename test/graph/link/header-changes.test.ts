import { describe, expect, test } from "@jest/globals";
import { noHeaderChanges } from "../../../src/graph/chain-route.ts";
import { linkHeaderChanges, mergeHeaderChanges } from "../../../src/graph/link/header-changes.ts";

test("names are in lower case and sorted, whatever their order", () =>
  expect(
    linkHeaderChanges({ add: { "X-B": "1", "x-a": "2" }, set: { "X-C": "" }, remove: ["Z", "Y", "z"] }),
  ).toEqual({
    add: [
      { name: "x-a", value: "2" },
      { name: "x-b", value: "1" },
    ],
    set: [{ name: "x-c", value: "" }],
    remove: ["y", "z"],
  }));

test("without a block nothing changes", () => expect(linkHeaderChanges(undefined)).toBe(noHeaderChanges));

describe("of two changes", () => {
  const first = linkHeaderChanges({ add: { "x-a": "1" }, set: { "x-s": "1", "x-t": "1" }, remove: ["x-r"] });
  const second = linkHeaderChanges({
    add: { "X-A": "2", "x-b": "2" },
    set: { "X-S": "2" },
    remove: ["x-q", "x-r"],
  });

  test("both count, and the second one where they differ", () =>
    expect(mergeHeaderChanges(first, second)).toEqual({
      add: [
        { name: "x-a", value: "2" },
        { name: "x-b", value: "2" },
      ],
      set: [
        { name: "x-s", value: "2" },
        { name: "x-t", value: "1" },
      ],
      remove: ["x-q", "x-r"],
    }));

  test.each([
    ["the first", noHeaderChanges, second],
    ["the second", second, noHeaderChanges],
  ])("%s may be none", (_, a, b) => expect(mergeHeaderChanges(a, b)).toBe(second));
});
