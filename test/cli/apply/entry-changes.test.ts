import { expect, test } from "@jest/globals";
import { entryChanges } from "../../../src/cli/apply/entry-changes.ts";
import { writeChanges } from "../../../src/cli/apply/write-changes.ts";
import type { ApiEntry, ApiJson } from "../../../src/client/api-types.ts";

const entry = (name: string, value: ApiJson = {}, kind = "service"): ApiEntry => ({ kind, name, value });
const plain = { style: (_: string, text: string): string => text };
const shown = (before: readonly ApiEntry[], after: readonly ApiEntry[]): readonly string[] =>
  writeChanges(entryChanges(before, after), plain).split("\n");

test.each<[string, readonly ApiEntry[], readonly ApiEntry[], readonly string[]]>([
  ["nothing", [], [], ["", "0 to add, 0 to change, 0 to remove."]],
  [
    "the same, in another order",
    [entry("a"), entry("b")],
    [entry("b"), entry("a")],
    ["", "0 to add, 0 to change, 0 to remove."],
  ],
  [
    "fields in another order",
    [entry("a", { x: 1, y: 2 })],
    [entry("a", { y: 2, x: 1 })],
    ["", "0 to add, 0 to change, 0 to remove."],
  ],
  [
    "one of each, sorted",
    [entry("gone"), entry("kept", { port: 1 })],
    [entry("kept", { port: 2 }), entry("added")],
    [
      '  + service "added"',
      '  - service "gone"',
      '  ~ service "kept"',
      "      port: 1 → 2",
      "",
      "1 to add, 1 to change, 1 to remove.",
    ],
  ],
  [
    "fields that come, go and change, at any depth",
    [entry("a", { splits: [{ weight: 90 }, { weight: 10 }], meta: { x: "1", gone: true } })],
    [entry("a", { splits: [{ weight: 50 }], meta: { x: "2", new: null } })],
    [
      '  ~ service "a"',
      "      meta.gone: true (removed)",
      "      meta.new: null (new)",
      '      meta.x: "1" → "2"',
      "      splits[0].weight: 90 → 50",
      '      splits[1]: {"weight":10} (removed)',
      "",
      "0 to add, 1 to change, 0 to remove.",
    ],
  ],
  [
    "a value of another type",
    [entry("a", { x: [1] })],
    [entry("a", { x: { y: 1 } })],
    ['  ~ service "a"', '      x: [1] → {"y":1}', "", "0 to add, 1 to change, 0 to remove."],
  ],
  [
    "one name in two kinds",
    [entry("a")],
    [entry("a"), entry("a", {}, "service-resolver")],
    ['  + service-resolver "a"', "", "1 to add, 0 to change, 0 to remove."],
  ],
  [
    "a second block of one destination's intentions",
    [entry("a", { n: 1 }, "service-intentions"), entry("a", { n: 2 }, "service-intentions")],
    [entry("a", { n: 1 }, "service-intentions"), entry("a", { n: 3 }, "service-intentions")],
    ['  ~ service-intentions "a"', "      n: 2 → 3", "", "0 to add, 1 to change, 0 to remove."],
  ],
])("%s", (_, before, after, expected) => expect(shown(before, after)).toEqual(expected));

test("each action has its colour", () => {
  const colored = { style: (style: string, text: string): string => `<${style}>${text.trim()}` };
  const changes = entryChanges([entry("a", { x: 1 }), entry("b")], [entry("a", { x: 2 }), entry("c")]);
  expect(
    writeChanges(changes, colored)
      .split("\n")
      .filter((line) => line.startsWith("<")),
  ).toEqual(['<yellow>~ service "a"', '<red>- service "b"', '<green>+ service "c"']);
});
