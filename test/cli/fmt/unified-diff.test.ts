import { describe, expect, test } from "@jest/globals";
import { unifiedDiff } from "../../../src/cli/fmt/unified-diff.ts";

const many = Array.from({ length: 30 }, (_, index) => `line${index}`);

describe("a unified diff", () => {
  test.each([
    { name: "nothing", before: "a\n", after: "a\n", diff: [] },
    { name: "one line", before: "a=1\n", after: "a = 1\n", diff: ["@@ -1,1 +1,1 @@", "-a=1", "+a = 1"] },
    {
      name: "neighbours together",
      before: "a=1\nb=2\n",
      after: "a = 1\nb = 2\n",
      diff: ["@@ -1,2 +1,2 @@", "-a=1", "-b=2", "+a = 1", "+b = 2"],
    },
    {
      name: "a missing line break at the end",
      before: "a=1",
      after: "a = 1",
      diff: [
        "@@ -1,1 +1,1 @@",
        "-a=1",
        "\\ No newline at end of file",
        "+a = 1",
        "\\ No newline at end of file",
      ],
    },
    {
      name: "lines that go",
      before: 'a = "${\nx\n}"\nb\n',
      after: "a = x\nb\n",
      diff: ["@@ -1,4 +1,2 @@", '-a = "${', "-x", '-}"', "+a = x", " b"],
    },
    {
      name: "three lines around a change",
      before: many.join("\n"),
      after: many.join("\n").replace("line9\n", "line 9\n"),
      diff: [
        "@@ -7,7 +7,7 @@",
        " line6",
        " line7",
        " line8",
        "-line9",
        "+line 9",
        " line10",
        " line11",
        " line12",
      ],
    },
  ])("shows $name", ({ before, after, diff }) =>
    expect(unifiedDiff("x", { before, after }).slice(2)).toEqual(diff),
  );

  test.each([
    {
      name: "far apart",
      before: many.join("\n"),
      after: many.join("\n").replace("line2\n", "line 2\n").replace("line25", "l"),
    },
    { name: "with nothing in common", before: "a\n".repeat(50), after: "b\n".repeat(40) },
    { name: "from nothing", before: "", after: "a\n" },
    { name: "to nothing", before: "a\nb\n", after: "" },
    { name: "longer by many lines", before: "a\nz\n", after: `a\n${"b\n".repeat(100)}z\n` },
  ])("leads from one to the other: texts $name", ({ before, after }) =>
    expect(patched(before, unifiedDiff("x", { before, after }))).toBe(after),
  );
});

/** What a patch makes of a text; throws when a line it takes away, or leaves, is not there. */
function patched(before: string, diff: readonly string[]): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  for (const [index, line] of diff.entries()) {
    if (index < 2 || line.startsWith("\\")) continue;
    const hunk = /^@@ -(\d+),(\d+) \+(\d+),\d+ @@$/.exec(line);
    if (hunk) {
      // An empty range is given as the line before it.
      const start = Number(hunk[1]) - (hunk[2] === "0" ? 0 : 1);
      result.push(...old.slice(at, start));
      at = start;
      continue;
    }
    const text = line.slice(1) + (diff[index + 1]?.startsWith("\\") ? "" : "\n");
    if (!line.startsWith("+") && old[at++] !== text) throw new Error(`"${text}" is not there.`);
    if (!line.startsWith("-")) result.push(text);
  }
  return [...result, ...old.slice(at)].join("");
}
