import { expect, test } from "@jest/globals";
import { inPostorder, walkDepthFirst } from "../../../src/graph/link/depth-first.ts";

const walk = (graph: Readonly<Record<string, readonly string[]>>): ReturnType<typeof walkDepthFirst> =>
  walkDepthFirst(Object.keys(graph), (name) => (graph[name] ?? []).map((to) => ({ to })));

test("each node comes after all it leads to", () => {
  expect(walk({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] }).finished).toEqual(["d", "b", "c", "a"]);
});

test.each([
  ["none", { a: ["b", "c"], b: ["c"], c: [] }, []],
  ["a loop", { a: ["a"] }, [["a", "a"]]],
  ["one behind a way in", { a: ["b"], b: ["c"], c: ["b"] }, [["b", "c", "b"]]],
  [
    "two",
    { a: ["b"], b: ["a"], c: ["d"], d: ["c"] },
    [
      ["a", "b", "a"],
      ["c", "d", "c"],
    ],
  ],
])("circles: %s", (_, graph, expected) => {
  expect(walk(graph).closing.map(({ circle }) => circle)).toEqual(expected);
});

test("a chain of a hundred thousand", () => {
  const last = 100_000;
  const { finished } = walkDepthFirst(["0"], (name) =>
    Number(name) < last ? [{ to: String(Number(name) + 1) }] : [],
  );
  expect([finished.length, finished[0], finished.at(-1)]).toEqual([last + 1, String(last), "0"]);
});

test("without the circles, the same order", () => {
  const edges: Readonly<Record<string, readonly string[]>> = { a: ["b", "c"], b: ["a", "c"], c: [] };
  const edgesOf = (name: string): readonly { readonly to: string }[] =>
    (edges[name] ?? []).map((to) => ({ to }));
  expect(inPostorder(["a"], edgesOf)).toEqual(walkDepthFirst(["a"], edgesOf).finished);
});

test("a hundred thousand circles that are not written out", () => {
  const length = 100_000;
  const edgesOf = (name: string): readonly { readonly to: string }[] => [
    { to: String((Number(name) + 1) % length) },
    { to: "0" },
  ];
  expect(inPostorder(["0"], edgesOf)).toHaveLength(length);
});
