/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { Provider, ResourceLifecycle } from "../../src/terraform/framework/provider.ts";
import { ofType } from "../../src/terraform/framework/schema.ts";
import type { Attribute } from "../../src/terraform/framework/schema.ts";
import {
  ctyBool,
  ctyDynamic,
  ctyList,
  ctyMap,
  ctyNumber,
  ctyObject,
  ctySet,
  ctyString,
  ctyTuple,
} from "../../src/terraform/wire/value/cty-type.ts";
import type { CtyType } from "../../src/terraform/wire/value/cty-type.ts";
import { unknown } from "../../src/terraform/wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../../src/terraform/wire/value/cty-value.ts";
import { serveProvider } from "../support/terraform/served-provider.ts";
import { skippedBecause, terraformPrograms } from "../support/terraform/terraform-program.ts";
import { TerraformWorkspace } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

jest.setTimeout(90_000);

const typed = (type: CtyType, value: CtyValue): CtyValue => ({ kind: "typed", type, value });
const object = (members: Readonly<Record<string, CtyValue>>): CtyMap => new Map(Object.entries(members));
const notNull = (more: object = {}): CtyValue => ({
  kind: "unknown",
  refinement: { isNull: false, ...more },
});

/** By name: the attribute that is given, the expression, and what arrives when planning. */
const rows: Readonly<Record<string, readonly [attribute: string, expression: string, planned: CtyValue]>> = {
  null: ["any", "null", null],
  text: ["any", '"häß 🙂 \\u0000"', typed(ctyString, "häß 🙂 \0")],
  composed_text: ["any", '"e\\u0301"', typed(ctyString, "é")],
  bool: ["any", "true", typed(ctyBool, true)],
  zero: ["any", "-0", typed(ctyNumber, 0)],
  integer: ["any", "-12", typed(ctyNumber, -12)],
  integer_of_32_bits: ["any", "4294967296", typed(ctyNumber, 4294967296)],
  integer_beyond_doubles: [
    "any",
    "9007199254740993",
    typed(ctyNumber, { kind: "decimal", text: "9007199254740993" }),
  ],
  integer_beyond_64_bits: [
    "any",
    "36893488147419103233",
    typed(ctyNumber, { kind: "decimal", text: "36893488147419103233" }),
  ],
  half: ["any", "0.5", typed(ctyNumber, 0.5)],
  tenth: ["any", "0.1", typed(ctyNumber, 0.1)],
  digits: [
    "any",
    "3.14159265358979323846264338327950288",
    typed(ctyNumber, { kind: "decimal", text: "3.14159265358979323846264338327950288" }),
  ],
  tuple: ["any", '[1, "a", null]', typed(ctyTuple([ctyNumber, ctyString, ctyDynamic]), [1, "a", null])],
  empty_tuple: ["any", "[]", typed(ctyTuple([]), [])],
  set: ["any", 'toset(["b", "a"])', typed(ctySet(ctyString), ["a", "b"])],
  map: ["any", "tomap({ a = 1 })", typed(ctyMap(ctyNumber), object({ a: 1 }))],
  object: [
    "any",
    '{ "a b" = { c = [true] } }',
    typed(
      ctyObject({ "a b": ctyObject({ c: ctyTuple([ctyBool]) }) }),
      object({ "a b": object({ c: [true] }) }),
    ),
  ],
  unknown_of_any_type: ["any", "try(jsondecode(terraform_data.later.id), 1)", unknown],
  unknown_number: ["any", "probe_value.null.number", typed(ctyNumber, unknown)],
  unknown_part: [
    "any",
    "[probe_value.null.number, 1]",
    typed(ctyTuple([ctyNumber, ctyNumber]), [unknown, 1]),
  ],
  unknown_text_of_a_prefix: [
    "any",
    '"web-${terraform_data.later.id}"',
    typed(ctyString, notNull({ prefix: "web-" })),
  ],
  set_with_an_unknown: [
    "any",
    'toset(["a", terraform_data.later.id])',
    typed(ctySet(ctyString), ["a", notNull()]),
  ],
  unknown_set: [
    "any",
    'setproduct(toset(["a", terraform_data.later.id]), toset(["b"]))',
    typed(ctySet(ctyTuple([ctyString, ctyString])), notNull()),
  ],
  unknown_length: [
    "any",
    'length(setunion(["a"], [terraform_data.later.id]))',
    typed(
      ctyNumber,
      notNull({ lower: { value: 1, isInclusive: true }, upper: { value: 2, isInclusive: true } }),
    ),
  ],
  set_of_objects: [
    "objects",
    '[{ name = "b", size = 2 }, { name = "a", size = 0.1 }, { name = "b", size = 2.0 }]',
    [object({ name: "a", size: 0.1 }), object({ name: "b", size: 2 })],
  ],
  map_of_lists: ["lists", '{ a = ["x"], b = [], c = null }', object({ a: ["x"], b: [], c: null })],
  tuple_of_a_type: ["pair", "[1, 2]", ["1", 2]],
};

const optional = (type: CtyType): Attribute => ({
  description: "",
  presence: "optional",
  shape: ofType(type),
});
const attributes: Readonly<Record<string, Attribute>> = {
  name: { ...optional(ctyString), presence: "required" },
  any: optional(ctyDynamic),
  objects: optional(ctySet(ctyObject({ name: ctyString, size: ctyNumber }))),
  lists: optional(ctyMap(ctyList(ctyString))),
  pair: optional(ctyTuple([ctyString, ctyNumber])),
  number: { ...optional(ctyNumber), presence: "computed" },
};

/** A resource that keeps what it is given, and says what that was. */
function keeping(seen: (name: string, config: CtyMap) => void): Provider<object> {
  const stored = (planned: CtyMap) => ({
    value: { state: new Map([...planned, ["number", 7]]), private: "" },
    diagnostics: [],
  });
  const lifecycle: ResourceLifecycle<object> = {
    plan: ({ planned, config }) => {
      const name = config.get("name");
      if (typeof name === "string") seen(name, config);
      return Promise.resolve({ value: { planned, private: "" }, diagnostics: [] });
    },
    create: ({ planned }) => Promise.resolve(stored(planned)),
    update: ({ planned }) => Promise.resolve(stored(planned)),
    read: ({ state, private: kept }) => Promise.resolve({ value: { state, private: kept }, diagnostics: [] }),
    delete: () => Promise.resolve([]),
    import: () => Promise.resolve({ value: undefined, diagnostics: [] }),
  };
  return {
    schema: { version: 0, description: "", attributes: {} },
    configure: () => ({ value: {}, diagnostics: [] }),
    resources: { probe_value: { schema: { version: 0, description: "", attributes }, ...lifecycle } },
    dataSources: {},
    functions: {},
  };
}

describe.each(terraformPrograms)("$name", (program) => {
  const { path } = program;
  if (path === undefined) {
    test.skip(skippedBecause(program), () => undefined);
    return;
  }
  const planned = new Map<string, CtyMap>();
  let site: TestSite;
  let workspace: TerraformWorkspace;
  beforeAll(async () => {
    site = await TestSite.open();
    const provider = keeping((name, config) => planned.has(name) || planned.set(name, config));
    await serveProvider(site, { name: "probe", provider });
    workspace = new TerraformWorkspace(site, { name: "values", program: path, provider: "probe" });
    const resources = Object.entries(rows).map(
      ([name, [attribute, expression]]) =>
        `resource "probe_value" "${name}" {\n  name = "${name}"\n  ${attribute} = ${expression}\n}\n`,
    );
    const later = 'resource "terraform_data" "later" {}\n';
    workspace.write("main.tf", [later, ...resources].join(""));
  });
  afterAll(() => site.dispose());

  test("sends values of every type, known and unknown, and keeps what it gets back", async () => {
    await workspace.apply();
    const arrived = [...planned].map(([name, config]) => {
      const [attribute = ""] = rows[name] ?? [];
      return [name, config.get(attribute) ?? null] as const;
    });
    expect(Object.fromEntries(arrived)).toEqual(
      Object.fromEntries(Object.entries(rows).map(([name, [, , value]]) => [name, value])),
    );
    expect(await workspace.state("probe_value.integer_beyond_64_bits")).toMatchObject({ number: 7 });
  });
});
