import { expect, test } from "@jest/globals";
import { writeChanges } from "../../../src/cli/apply/write-changes.ts";
import type { ApiEntryChange } from "../../../src/client/api-types.ts";

test("each action has its colour", () => {
  const colored = { style: (style: string, text: string): string => `<${style}>${text.trim()}` };
  const changes: readonly ApiEntryChange[] = [
    { action: "change", kind: "service", name: "a", fields: [{ path: "x", before: 1, after: 2 }] },
    { action: "remove", kind: "service", name: "b", fields: [] },
    { action: "add", kind: "service", name: "c", fields: [] },
  ];
  expect(
    writeChanges(changes, colored)
      .split("\n")
      .filter((line) => line.startsWith("<")),
  ).toEqual(['<yellow>~ service "a"', '<red>- service "b"', '<green>+ service "c"']);
});
