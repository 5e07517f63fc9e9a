import { expect, test } from "@jest/globals";
import { writeChanges } from "../../src/cli/apply/write-changes.ts";
import { entryChanges } from "../../src/server/entry-changes.ts";
import type { ComparedEntry } from "../../src/server/entry-changes.ts";

const entry = (name: string, value: object = {}, kind = "service"): ComparedEntry => ({
  kind,
  name,
  value,
  sensitivePointers: new Set(),
});
const secret = (value: object, ...pointers: readonly string[]): readonly ComparedEntry[] => [
  { ...entry("a", value), sensitivePointers: new Set(pointers) },
];
const plain = { style: (_: string, text: string): string => text };
const shown = (before: readonly ComparedEntry[], after: readonly ComparedEntry[]): readonly string[] =>
  writeChanges(entryChanges(before, after), plain).split("\n");

test.each<[string, readonly ComparedEntry[], readonly ComparedEntry[], readonly string[]]>([
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
  [
    "a sensitive value that changed",
    secret({ meta: { x: "1", "y/z": "2" } }, "/meta/y~1z"),
    secret({ meta: { x: "1", "y/z": "3" } }, "/meta/y~1z"),
    ['  ~ service "a"', "      meta.y/z: sensitive value changed", "", "0 to add, 1 to change, 0 to remove."],
  ],
  [
    "something within a sensitive value that changed",
    secret({ meta: { x: { y: ["1"] } } }, "/meta"),
    secret({ meta: { x: { y: ["1", "2"] } } }, "/meta"),
    ['  ~ service "a"', "      meta: sensitive value changed", "", "0 to add, 1 to change, 0 to remove."],
  ],
  [
    "a sensitive value that is the same, written in another order",
    secret({ meta: { x: "1", y: "2" } }, "/meta"),
    secret({ meta: { y: "2", x: "1" } }, "/meta"),
    ["", "0 to add, 0 to change, 0 to remove."],
  ],
  [
    "sensitive values that come and go",
    secret({ meta: { x: "1" } }, "/meta/x"),
    secret({ meta: { y: "1" } }, "/meta/y"),
    [
      '  ~ service "a"',
      '      meta.x: "(sensitive value)" (removed)',
      '      meta.y: "(sensitive value)" (new)',
      "",
      "0 to add, 1 to change, 0 to remove.",
    ],
  ],
  [
    "a value that becomes sensitive, whether or not it changes with that",
    secret({ x: "1", y: "2" }),
    secret({ x: "1", y: "3" }, "/x", "/y"),
    [
      '  ~ service "a"',
      '      x: "1" → "(sensitive value)"',
      '      y: "2" → "(sensitive value)"',
      "",
      "0 to add, 1 to change, 0 to remove.",
    ],
  ],
  [
    "a sensitive value within what comes and goes",
    secret({ x: [{ y: "1" }] }, "/x/0/y"),
    secret({ z: { y: "1", w: "2" } }, "/z/y"),
    [
      '  ~ service "a"',
      '      x: [{"y":"(sensitive value)"}] (removed)',
      '      z: {"y":"(sensitive value)","w":"2"} (new)',
      "",
      "0 to add, 1 to change, 0 to remove.",
    ],
  ],
])("%s", (_, before, after, expected) => expect(shown(before, after)).toEqual(expected));
