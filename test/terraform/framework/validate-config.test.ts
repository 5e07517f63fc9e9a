import { expect, test } from "@jest/globals";
import { ofType } from "../../../src/terraform/framework/schema.ts";
import type { Schema } from "../../../src/terraform/framework/schema.ts";
import { timeoutMs, timeoutsAttribute } from "../../../src/terraform/framework/timeouts.ts";
import { validateConfig } from "../../../src/terraform/framework/validate-config.ts";
import { exactlyOneOf } from "../../../src/terraform/framework/validators/attribute-groups.ts";
import { durationMsOf } from "../../../src/terraform/framework/validators/duration.ts";
import { ctyString } from "../../../src/terraform/wire/value/cty-type.ts";
import { unknown } from "../../../src/terraform/wire/value/cty-value.ts";
import type { CtyValue } from "../../../src/terraform/wire/value/cty-value.ts";

const text = { description: "", presence: "optional", shape: ofType(ctyString) } as const;
const schema: Schema = {
  version: 0,
  description: "",
  attributes: {
    a: { ...text, validators: [(value) => (value === "bad" ? "This is bad. Be good." : undefined)] },
    b: text,
    old: { ...text, deprecation: 'Use "a".' },
    secret: { ...text, writeOnly: true },
    timeouts: timeoutsAttribute({ create: "1m" }),
  },
  rules: [exactlyOneOf("a", "b")],
};

const timeouts = (create: CtyValue): CtyValue => new Map([["create", create]]);

test.each<[string, Record<string, CtyValue>, boolean, readonly string[]]>([
  ["nothing wrong", { a: "good" }, true, []],
  ["a value", { a: "bad" }, true, ["error a: This is bad. Be good."]],
  ["an unknown value, which waits", { a: unknown }, true, []],
  ["none of a group", {}, true, ['error : Of "a" and "b", one must be given.']],
  [
    "two of a group",
    { a: "x", b: "y" },
    true,
    ['error b: "a" and "b" exclude each other. Give one of them.'],
  ],
  ["one of a group and one that may be null yet", { a: "x", b: unknown }, true, []],
  ["deprecation", { a: "x", old: "y" }, true, ['warning old: Use "a".']],
  ["write-only for a client that knows it", { a: "x", secret: "y" }, true, []],
  [
    "write-only for one that does not",
    { a: "x", secret: "y" },
    false,
    [
      'error secret: "secret" is write-only: it must not be written to a state, which this version cannot promise. Use Terraform 1.11 or newer, or OpenTofu 1.11 or newer, or leave it out.',
    ],
  ],
  [
    "within a nested attribute",
    { a: "x", timeouts: timeouts("soon") },
    true,
    [
      'error timeouts.create: This is no duration. Give a number with a unit, such as "90s", "5m" or "1h30m".',
    ],
  ],
])("%s", (_, config, writeOnlyAllowed, expected) => {
  const found = validateConfig(schema, new Map(Object.entries(config)), { writeOnlyAllowed });
  const shown = found.map(({ severity, path = [], detail }) => {
    const names = path.map((step) => (step.kind === "attribute" ? step.name : "?"));
    return `${severity} ${names.join(".")}: ${detail}`;
  });
  expect(shown).toEqual(expected);
});

test.each<[string, number | undefined]>([
  ["90s", 90_000],
  ["1h30m", 5_400_000],
  ["1.5s", 1_500],
  ["250ms", 250],
  ["", undefined],
  ["5", undefined],
  ["-5s", undefined],
  ["5 s", undefined],
  ["s", undefined],
])("the duration %p", (written, expected) => expect(durationMsOf(written)).toBe(expected));

test("a call may take what is given, or what is usual", () => {
  const defaults = { create: "1m" };
  expect(timeoutMs(new Map(), "create", defaults)).toBe(60_000);
  expect(timeoutMs(new Map([["timeouts", timeouts("5s")]]), "create", defaults)).toBe(5_000);
  expect(timeoutMs(new Map([["timeouts", timeouts(null)]]), "create", defaults)).toBe(60_000);
});
