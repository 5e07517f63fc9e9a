/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import type { Provider, Resource } from "../../src/terraform/framework/provider.ts";
import { providerError } from "../../src/terraform/framework/provider-diagnostic.ts";
import { ofType } from "../../src/terraform/framework/schema.ts";
import type { Attribute, Attributes } from "../../src/terraform/framework/schema.ts";
import { ctyNumber, ctyString } from "../../src/terraform/wire/value/cty-type.ts";
import { isCtyList, isCtyMap, isUnknown } from "../../src/terraform/wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../../src/terraform/wire/value/cty-value.ts";
import { serveProvider } from "../support/terraform/served-provider.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

jest.setTimeout(90_000);

const text: Attribute = { description: "", presence: "optional", shape: ofType(ctyString) };
const part: Attributes = {
  label: { ...text, presence: "required" },
  size: {
    ...text,
    shape: ofType(ctyNumber),
    default: 7,
    validators: [(value) => (typeof value === "number" && value < 0 ? "Give a size from 0." : undefined)],
  },
  serial: { ...text, presence: "computed" },
};
const nested = (mode: "single" | "list" | "set" | "map", attributes: Attributes): Attribute => ({
  ...text,
  shape: { kind: "nested", mode, attributes },
});
const { serial: _, ...plainPart } = part;

const attributes: Attributes = {
  name: { ...text, presence: "required", requiresReplace: true },
  color: { ...text, default: "red" },
  id: { ...text, presence: "computed", isStable: true },
  changes: { ...text, presence: "computed", shape: ofType(ctyNumber) },
  password: { ...text, sensitive: true },
  secret: { ...text, writeOnly: true },
  old_color: { ...text, deprecation: 'Use "color".' },
  one: nested("single", part),
  list: nested("list", part),
  map: nested("map", part),
  set: nested("set", plainPart),
};

/** A provider of notes, which it keeps in memory; more is what a test has different. */
function noteProvider(more: Partial<Resource<object>> = {}): Provider<object> {
  const notes = new Map<string, CtyMap>();
  const nameOf = (note: CtyMap): string => String(JSON.parse(JSON.stringify(note.get("name"))));
  const keep = (planned: CtyMap, changes: number) => {
    const results = new Map<string, CtyValue>([
      ["id", `note-${nameOf(planned)}`],
      ["changes", changes],
      ["serial", "s"],
    ]);
    const note = filled(planned, results) as CtyMap;
    notes.set(nameOf(note), note);
    return Promise.resolve({ value: { state: note, private: "" }, diagnostics: [] });
  };
  const note: Resource<object> = {
    schema: { version: 0, description: "", attributes },
    plan: ({ planned }) => Promise.resolve({ value: { planned, private: "" }, diagnostics: [] }),
    create: ({ planned }) => keep(planned, 0),
    update: ({ planned, prior }) => keep(planned, Number(prior.get("changes")) + 1),
    read: ({ state, private: kept }) => {
      const found = notes.get(nameOf(state));
      return Promise.resolve({ value: found && { state: found, private: kept }, diagnostics: [] });
    },
    delete: ({ state }) => {
      notes.delete(nameOf(state));
      return Promise.resolve([]);
    },
    import: ({ id }) => {
      const state = notes.get(id);
      if (state) return Promise.resolve({ value: { state, private: "" }, diagnostics: [] });
      const missing = providerError({ summary: "No such note", detail: `There is no note "${id}".` });
      return Promise.resolve({ value: undefined, diagnostics: [missing] });
    },
    ...more,
  };
  return {
    schema: { version: 0, description: "", attributes: {} },
    configure: () => ({ value: {}, diagnostics: [] }),
    resources: { probe_note: note },
    dataSources: {},
    functions: {},
  };
}

/** What was unknown, by the name of the attribute. */
function filled(value: CtyValue, results: CtyMap, name = ""): CtyValue {
  if (isUnknown(value)) return results.get(name) ?? null;
  if (isCtyMap(value)) return new Map([...value].map(([key, member]) => [key, filled(member, results, key)]));
  return isCtyList(value) ? value.map((member) => filled(member, results)) : value;
}

describeTerraform("$name", ({ path }) => {
  let site: TestSite;
  let workspace: TerraformWorkspace;
  beforeEach(async () => {
    site = await TestSite.open();
    workspace = new TerraformWorkspace(site, { name: "notes", program: path, provider: "probe" });
  });
  afterEach(() => site.dispose());

  const serve = (more: Partial<Resource<object>> = {}) =>
    serveProvider(site, { name: "probe", provider: noteProvider(more) });
  const write = (body: string): void =>
    workspace.write("main.tf", `resource "probe_note" "note" {\n${body}\n}\n`);
  const stored = () => workspace.state("probe_note.note");
  const full = `
  name  = "a"
  one   = { label = "x" }
  list  = [{ label = "x", size = 1 }, { label = "y" }]
  map   = { k = { label = "x" }, l = { label = "y", size = 2 } }
  set   = [{ label = "x" }, { label = "y", size = 3 }]`;

  test("nested attributes of every mode have their defaults and what is computed, and no difference", async () => {
    await serve();
    write(full);
    await workspace.apply();
    const x = { label: "x", size: 7, serial: "s" };
    expect(await stored()).toMatchObject({
      id: "note-a",
      color: "red",
      changes: 0,
      one: x,
      list: [
        { ...x, size: 1 },
        { ...x, label: "y" },
      ],
      map: { k: x, l: { label: "y", size: 2, serial: "s" } },
      set: [
        { label: "x", size: 7 },
        { label: "y", size: 3 },
      ],
    });
    write(full.replace('label = "y", size = 3', 'label = "z"').replace("size = 1", "size = 5"));
    const planned = await workspace.succeed("plan");
    expect(planned.stdout).toMatch(/size +(\S+ )?= 1 -> 5/);
    expect(planned.stdout).toContain("~ changes");
    // Stable: an update does not ask for it anew.
    expect(planned.stdout).not.toMatch(/id +.*known after apply/);
    await workspace.apply();
    expect(await stored()).toMatchObject({ changes: 1, list: [{ size: 5 }, { size: 7 }] });
    write('name = "a"\ncolor = "blue"');
    await workspace.apply();
    write('name = "a"');
    await workspace.apply();
    expect(await stored()).toMatchObject({ color: "red", one: null, changes: 3 });
  });

  test("an import by id finds everything, and an unknown id is an error", async () => {
    await serve();
    write(full);
    await workspace.apply();
    await workspace.succeed("state", "rm", "probe_note.note");
    const refused = await workspace.run("import", "probe_note.note", "b");
    expect(unwrapped(refused.stderr)).toContain('Error: No such note There is no note "b".');
    await workspace.succeed("import", "probe_note.note", "a");
    await workspace.expectNoChanges();
  });

  test("another name needs another note", async () => {
    await serve();
    write('name = "a"');
    await workspace.apply();
    write('name = "b"');
    const { stdout } = await workspace.succeed("plan");
    expect(stdout).toContain("# forces replacement");
    await workspace.apply();
    expect(await stored()).toMatchObject({ id: "note-b", changes: 0 });
  });

  test.each([
    ["one.size", "one = {", 'one = {\n    label = "x"\n    size  = -1\n  }'],
    [
      "list[1].size",
      '{ label = "y", size = -1 },',
      'list = [\n    { label = "x" },\n    { label = "y", size = -1 },\n  ]',
    ],
    ['map["k"].size', "{ size = -1, label", 'map = {\n    k = { size = -1, label = "x" }\n  }'],
  ])("a mistake in a nested attribute is told with its place: %s", async (place, line, body) => {
    await serve();
    write(`name = "a"\n${body}`);
    const { code, stderr } = await workspace.run("validate");
    expect(code).toBe(1);
    expect(unwrapped(stderr)).toContain(`Error: Unsuitable value for ${place} `);
    expect(unwrapped(stderr)).toMatch(/\d+: .* Give a size from 0\./);
    expect(stderr).toContain(line);
  });

  test("sensitive values are hidden, write-only ones nowhere, and deprecated ones warned of", async () => {
    await serve();
    write('name = "a"\npassword = "hunter2"\nsecret = "swordfish"\nold_color = "green"');
    const { stdout } = await workspace.apply();
    expect(stdout).toContain("(sensitive value)");
    expect(unwrapped(stdout)).toMatch(/Warning: .*Use "color"\./);
    const state = readFileSync(join(workspace.folder, "terraform.tfstate"), "utf8");
    expect(`${stdout}${state}`).not.toContain("swordfish");
    expect(stdout).not.toContain("hunter2");
    expect(await stored()).toMatchObject({ password: "hunter2", secret: null });
  });

  test("the state of an older version of the schema is brought to this one", async () => {
    const { name, ...others } = attributes;
    await serve({
      schema: { version: 1, description: "", attributes: { title: { ...text, presence: "required" } } },
      create: ({ planned }) => Promise.resolve({ value: { state: planned, private: "" }, diagnostics: [] }),
      read: ({ state }) => Promise.resolve({ value: { state, private: "" }, diagnostics: [] }),
    });
    write('title = "a"');
    await workspace.apply();
    const read: string[] = [];
    await serve({
      schema: { version: 3, description: "", attributes: { ...others, ...(name && { label: name }) } },
      upgrades: new Map([
        [1, (json: string) => json.replace('"title"', '"name"')],
        [2, (json: string) => json.replace('"name"', '"label"').replace("{", '{"color":"red",')],
      ]),
      read: ({ state }) => {
        read.push(JSON.stringify([state.get("label"), state.get("color")]));
        return Promise.resolve({ value: { state, private: "" }, diagnostics: [] });
      },
    });
    write('label = "a"');
    await workspace.expectNoChanges();
    expect(read).toEqual(['["a","red"]']);
    await serve({ schema: { version: 0, description: "", attributes } });
    write('name = "a"');
    const newer = await workspace.run("plan");
    expect(newer.code).toBe(1);
    expect(unwrapped(newer.stderr)).toContain("newer provider version");
  });
});
