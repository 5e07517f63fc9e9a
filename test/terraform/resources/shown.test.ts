import { describe, expect, test } from "@jest/globals";
import {
  compilerDiagnostics,
  reportOf,
} from "../../../src/terraform/resources/document/compiler-diagnostics.ts";
import { importedState } from "../../../src/terraform/resources/document/import-document.ts";
import {
  readPlanNote,
  readStateNote,
  writePlanNote,
  writeStateNote,
} from "../../../src/terraform/resources/document/kept-notes.ts";
import {
  shownAdditions,
  shownChanges,
  shownEntries,
} from "../../../src/terraform/resources/document/shown-entries.ts";
import { compileDocuments } from "../../support/check-document.ts";

describe("a diagnostic of the compiler", () => {
  const { diagnostics } = compileDocuments('service "api" {\n  prot = 1\n}\n');
  const [first] = reportOf(diagnostics);
  const filename = first?.range?.filename ?? "";

  test("has its place in the text, and points at the file it is in", () => {
    const source = { kind: "files", files: new Map([[filename, ""]]) } as const;
    const [shown] = compilerDiagnostics(reportOf(diagnostics), source);
    expect(shown).toMatchObject({
      severity: "error",
      path: [
        { kind: "attribute", name: "files" },
        { kind: "key", key: filename },
      ],
    });
    expect(shown?.detail).toContain(`  on ${filename} line 2, in service "api":\n   2:   prot = 1\n\n`);
    expect(shown?.detail).toMatch(/\[MESH\d{4}\]$/);
  });

  test("points at the path that was read", () => {
    const [shown] = compilerDiagnostics(reportOf(diagnostics), { kind: "path", path: "." });
    expect(shown?.path).toEqual([{ kind: "attribute", name: "source" }]);
  });
});

test("entries are shown by kind and name, equal ones alike, several of one name apart", () => {
  const entries = shownEntries([
    { kind: "service", name: "a", value: { port: 1, name: "a" } },
    { kind: "service-intentions", name: "a", value: {} },
    { kind: "service-intentions", name: "a", value: { sources: [] } },
  ]);
  expect(Object.fromEntries(entries)).toEqual({
    'service "a"': '{"name":"a","port":1}',
    'service-intentions "a"': "{}",
    'service-intentions "a" (2)': '{"sources":[]}',
  });
  expect(shownAdditions(entries)[0]).toBe('+ service "a"');
});

test("changes are shown a line for each entry", () =>
  expect(
    shownChanges({
      changes: [
        { action: "add", kind: "service", name: "a", fields: [] },
        {
          action: "change",
          kind: "service",
          name: "b",
          fields: [
            { path: "port", before: 1, after: 2 },
            { path: "tags", after: [] },
          ],
        },
        { action: "remove", kind: "service", name: "c", fields: [] },
      ],
    }),
  ).toEqual(['+ service "a"', '~ service "b": port: 1 → 2; tags: [] (new)', '- service "c"']));

test("changes of traffic stand after those of entries", () =>
  expect(
    shownChanges({
      changes: [{ action: "remove", kind: "service", name: "c", fields: [] }],
      traffic: {
        changes: [{ kind: "verdict", source: "a", destination: "b", before: "allowed", after: "denied" }],
        is_complete: true,
      },
    }),
  ).toEqual(['- service "c"', "a to b: denied, was allowed"]));

test("notes come back, and nothing stands for their absence", () => {
  for (const note of [
    { base: 7, isSettled: false },
    { base: undefined, isSettled: true },
  ]) {
    expect(readPlanNote(writePlanNote(note))).toEqual(note);
  }
  expect(readPlanNote("")).toEqual({ base: undefined, isSettled: true });
  expect(readStateNote(writeStateNote({ isSettled: false }))).toEqual({ isSettled: false });
  expect(readStateNote("")).toEqual({ isSettled: true });
});

describe("an imported state", () => {
  const document = (filename: string, module?: string) => ({
    filename,
    text: filename,
    ...(module && { module }),
  });
  const inForce = { revision: 9, set_revision: 4, entries: [], other_sets: [] };
  const imported = (...documents: readonly ReturnType<typeof document>[]) =>
    importedState("one", inForce, {
      set_revision: 4,
      documents,
      files: [{ path: "a.txt", filename: "x/a.txt", base64: "aGk=" }],
    });

  test("tells the one document, or the folder of several, and all texts by their place", () => {
    expect(imported(document("x/mesh.hcl")).get("source")).toBe("x/mesh.hcl");
    const state = imported(document("x/a.hcl"), document("x/b.hcl"), document("x/edge/main.hcl", "edge"));
    expect(state.get("source")).toBe("x");
    expect(state.get("files")).toEqual(
      new Map([
        ["a.hcl", "x/a.hcl"],
        ["b.hcl", "x/b.hcl"],
        ["edge/main.hcl", "x/edge/main.hcl"],
        ["a.txt", "hi"],
      ]),
    );
    expect(state.get("revision")).toBe(4);
    expect(state.get("sensitive_variables")).toBeNull();
  });
});
