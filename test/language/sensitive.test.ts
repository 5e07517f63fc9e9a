import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../src/language/evaluate.ts";
import { standardFunctions } from "../../src/language/functions/standard-functions.ts";
import { holdsSensitive, markSensitive, sensitivePaths, withoutMarks } from "../../src/language/sensitive.ts";
import { fromJson, toJson, unknownValue } from "../../src/language/value.ts";
import type { Value } from "../../src/language/value.ts";
import { parseText } from "./language-fixtures.ts";

const scope = {
  functions: standardFunctions,
  variables: new Map<string, Value>([
    [
      "var",
      new Map<string, Value>([
        ["secret", markSensitive("hunter2")],
        ["key", markSensitive("b")],
        ["on", markSensitive(true)],
        ["number", markSensitive(7)],
        ["list", markSensitive(["x", "y"])],
        [
          "database",
          new Map<string, Value>([
            ["password", markSensitive("p")],
            ["port", 5432],
          ]),
        ],
        ["map", fromJson({ a: 1, b: 2 })],
      ]),
    ],
  ]),
};

const evaluated = (expression: string) => {
  const attribute = parseText(`a = ${expression}\n`).body.justAttributes().value.get("a");
  if (!attribute) throw new Error(`no expression: ${expression}`);
  return evaluate(attribute.expression, scope);
};

describe("what is made of a sensitive value is sensitive", () => {
  test.each([
    ["the value", "var.secret", "hunter2"],
    ["an attribute of it", "var.database.password", "p"],
    ["a template", '"${var.secret}!"', "hunter2!"],
    ["a template of nothing else", '"${var.secret}"', "hunter2"],
    ["a directive", '"%{ if var.on }yes%{ endif }"', "yes"],
    ["a sum", "var.number + 1", 8],
    ["a sign", "-var.number", -7],
    ["a comparison", 'var.secret == "x"', false],
    ["an equality further in", "var.database == null", false],
    ["logic", "var.on && true", true],
    ["a negation", "!var.on", false],
    ["a choice by it", "var.on ? 1 : 2", 1],
    ["a choice of it", "true ? var.secret : 1", "hunter2"],
    ["an element", "var.list[0]", "x"],
    ["an element by it", "var.map[var.key]", 2],
    ["a splat", "var.list[*]", ["x", "y"]],
    ["a call", "upper(var.secret)", "HUNTER2"],
    ["a call with it inside", "jsonencode([var.secret])", '["hunter2"]'],
    ["a call with its elements", "max(var.list...)", undefined],
    ["a for expression over it", "[for x in var.list : 1]", [1, 1]],
    ["a for expression by it", "[for x in [1] : x if var.on]", [1]],
    ["an object with a key of it", "{ (var.key) = 1 }", { b: 1 }],
    ["an attempt", "try(var.secret, 1)", "hunter2"],
  ])("%s", (_, expression, expected) => {
    const { value } = evaluated(expression);
    if (expected === undefined) return;
    expect([sensitivePaths(value), toJson(value)]).toEqual([[[]], expected]);
  });
});

describe("and nothing else is", () => {
  test.each([
    ["a sibling", "var.database.port", []],
    ["the object around it", "var.database", [["password"]]],
    ["a list with it", "[1, var.secret]", [[1]]],
    ["an object with it", "{ a = { b = [var.secret] } }", [["a", "b", 0]]],
    ["a for expression with it", "[for x in [1, 2] : var.secret]", [[0], [1]]],
    ["the side of a choice that is not taken", "true ? 1 : var.secret", []],
    ["whether it can be evaluated", "can(var.secret)", []],
    ["a value that was declared harmless", "nonsensitive(var.secret)", []],
  ])("%s", (_, expression, expected) => {
    const { value, diagnostics } = evaluated(expression);
    expect(diagnostics).toEqual([]);
    expect(sensitivePaths(value)).toEqual(expected);
  });
});

describe("messages", () => {
  test.each([
    ["a key that is missing", "var.map[var.secret]"],
    ["a function's failure", 'regex("x+", var.secret)'],
    ["a conversion that fails", "tonumber(var.secret)"],
    ["an attribute of a sensitive object", "sensitive({ hunter2 = 1 }).x"],
  ])("%s does not show the value", (_, expression) => {
    const { diagnostics } = evaluated(expression);
    expect(diagnostics).not.toEqual([]);
    expect(diagnostics.map(({ summary, detail }) => summary + detail).join()).not.toContain("hunter2");
  });
});

test("an unknown value holds nothing to hide", () => {
  expect(markSensitive(unknownValue)).toBe(unknownValue);
});

test("marks can be taken away at any depth", () => {
  const value = new Map<string, Value>([["a", [markSensitive("x")]]]);
  expect(holdsSensitive(value)).toBe(true);
  expect(holdsSensitive(withoutMarks(value))).toBe(false);
});
