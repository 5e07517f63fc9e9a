import { describe, expect, test } from "@jest/globals";
import { planObject, replacedFor, withoutWriteOnly } from "../../../src/terraform/framework/plan-object.ts";
import { ofType } from "../../../src/terraform/framework/schema.ts";
import type { Attribute, Schema } from "../../../src/terraform/framework/schema.ts";
import { ctyNumber, ctyString } from "../../../src/terraform/wire/value/cty-type.ts";
import { unknown } from "../../../src/terraform/wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../../../src/terraform/wire/value/cty-value.ts";

const text = (more: Partial<Attribute> = {}): Attribute => ({
  description: "",
  presence: "optional",
  shape: ofType(ctyString),
  ...more,
});
const member: Attribute = {
  description: "",
  presence: "optional",
  shape: {
    kind: "nested",
    mode: "list",
    attributes: {
      name: text({ presence: "required" }),
      size: text({ presence: "optional", shape: ofType(ctyNumber), default: 7 }),
      secret: text({ writeOnly: true }),
      id: text({ presence: "computed" }),
    },
  },
};
const schema: Schema = {
  version: 0,
  description: "",
  attributes: {
    name: text({ presence: "required", requiresReplace: true }),
    color: text({ default: "red" }),
    password: text({ writeOnly: true }),
    place: text({ presence: "optional-computed" }),
    id: text({ presence: "computed", isStable: true }),
    digest: text({ presence: "computed" }),
    members: member,
  },
};

const object = (values: Readonly<Record<string, CtyValue>>): CtyMap =>
  new Map(Object.keys(schema.attributes).map((name) => [name, values[name] ?? null]));
const prior = object({ name: "a", color: "red", place: "here", id: "1", digest: "d" });

describe("a plan", () => {
  test.each<[string, { prior?: CtyMap; proposed: CtyMap; config: CtyMap }, CtyMap]>([
    [
      "of a creation has defaults, and what only the provider can say is unknown",
      { proposed: object({ name: "a", password: "p" }), config: object({ name: "a", password: "p" }) },
      object({ name: "a", color: "red", place: unknown, id: unknown, digest: unknown }),
    ],
    [
      "of nothing new is the state itself",
      { prior, proposed: prior, config: object({ name: "a", password: "p" }) },
      prior,
    ],
    [
      "of a change keeps what is stable, and asks anew for the rest",
      {
        prior,
        proposed: object({ name: "a", color: "blue", place: "here", id: "1", digest: "d" }),
        config: object({ name: "a", color: "blue" }),
      },
      object({ name: "a", color: "blue", place: unknown, id: "1", digest: unknown }),
    ],
    [
      "of an attribute that is no longer given goes back to the default",
      {
        prior: object({ name: "a", color: "blue", place: "here", id: "1", digest: "d" }),
        proposed: object({ name: "a", color: "blue", place: "here", id: "1", digest: "d" }),
        config: object({ name: "a" }),
      },
      object({ name: "a", color: "red", place: unknown, id: "1", digest: unknown }),
    ],
    [
      "keeps what the user says in place of the provider",
      {
        proposed: object({ name: "a", place: "there" }),
        config: object({ name: "a", place: "there" }),
      },
      object({ name: "a", color: "red", place: "there", id: unknown, digest: unknown }),
    ],
  ])("%s", (_, input, expected) =>
    expect(planObject(schema, { prior: undefined, ...input })).toEqual(expected),
  );

  test("does the same within nested attributes", () => {
    const given = (size: CtyValue): CtyMap =>
      new Map<string, CtyValue>([
        ["name", "m"],
        ["size", size],
        ["secret", "s"],
        ["id", null],
      ]);
    const config = object({ name: "a", members: [given(null), given(9)] });
    const planned = planObject(schema, { prior: undefined, proposed: config, config });
    const member = (size: number) =>
      new Map<string, CtyValue>([...given(size), ["secret", null], ["id", unknown]]);
    expect(planned.get("members")).toEqual([member(7), member(9)]);
  });
});

test("an object is replaced for the attributes that say so, also when their new value is unknown", () => {
  const path = [[{ kind: "attribute", name: "name" }]];
  const changed = (values: Readonly<Record<string, CtyValue>>) =>
    replacedFor(schema, { prior, planned: new Map([...prior, ...Object.entries(values)]) });
  expect(changed({ name: "b" })).toEqual(path);
  expect(changed({ name: unknown })).toEqual(path);
  expect(changed({ color: "blue" })).toEqual([]);
  expect(replacedFor(schema, { prior: undefined, planned: prior })).toEqual([]);
});

test("write-only values are left out, at any depth", () => {
  const secret = new Map<string, CtyValue>([
    ["name", "m"],
    ["secret", "s"],
  ]);
  const shown = withoutWriteOnly(schema.attributes, object({ name: "a", password: "p", members: [secret] }));
  expect(shown.get("password")).toBeNull();
  expect(shown.get("members")).toEqual([
    new Map([
      ["name", "m"],
      ["size", null],
      ["secret", null],
      ["id", null],
    ]),
  ]);
});
