import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchesFilter, matchesIn } from "../../../src/graph/filter/evaluate-filter.ts";
import type { FilterExpression } from "../../../src/graph/filter/filter-expression.ts";
import { parseFilter } from "../../../src/graph/filter/parse-filter.ts";
import type { Instance } from "../../../src/graph/mesh-graph.ts";

/** An expression with all its parentheses, in Polish order. */
function shown(expression: FilterExpression): string {
  switch (expression.kind) {
    case "and":
    case "or":
      return `(${expression.kind} ${shown(expression.left)} ${shown(expression.right)})`;
    case "not":
      return `(not ${shown(expression.operand)})`;
    case "match": {
      const { negated, operator, selector, value } = expression;
      return `${negated ? "!" : ""}${operator}[${selector.join("|")}]${operator === "empty" ? "" : `=${value}`}`;
    }
  }
}

const parsed = (text: string): string => {
  const result = parseFilter(text);
  return result.ok ? shown(result.expression) : `${result.problem.offset}: ${result.problem.message}`;
};

describe("reading", () => {
  test.each([
    ["a == b", "equal[a]=b"],
    ["a.b.c == d", "equal[a|b|c]=d"],
    ['a == "b c"', "equal[a]=b c"],
    ['a == `b"c`', 'equal[a]=b"c'],
    ['a == "say \\"x\\""', 'equal[a]=say "x"'],
    ["a==b", "equal[a]=b"],
    ["a != b", "!equal[a]=b"],
    ["a is empty", "empty[a]"],
    ["a is not empty", "!empty[a]"],
    ["a contains b", "contains[a]=b"],
    ["a not contains b", "!contains[a]=b"],
    ["a matches `^b`", "matches[a]=^b"],
    ["a not matches `^b`", "!matches[a]=^b"],
    ["b in a", "contains[a]=b"],
    ["b not in a", "!contains[a]=b"],
    ["B IN a", "contains[a]=B"],
    ['a["x-y"] == b', "equal[a|x-y]=b"],
    ['"/a/x-y" == b', "equal[a|x-y]=b"],
    ["a == b and c == d or e == f", "(or (and equal[a]=b equal[c]=d) equal[e]=f)"],
    ["a == b or c == d and e == f", "(or equal[a]=b (and equal[c]=d equal[e]=f))"],
    ["a == b and (c == d or e == f)", "(and equal[a]=b (or equal[c]=d equal[e]=f))"],
    ["not a == b and c == d", "(and (not equal[a]=b) equal[c]=d)"],
    ["not (a == b and c == d)", "(not (and equal[a]=b equal[c]=d))"],
    ["not not a == b", "(not (not equal[a]=b))"],
    ['a == "and"', "equal[a]=and"],
  ])("%s", (text, expected) => expect(parsed(text)).toBe(expected));

  test.each([
    ["", "0: Expected a field or a value"],
    ["a", '1: Expected "==", "!=", "in", "contains", "matches" or "is empty"'],
    ["a ==", "4: Expected a value"],
    ["a == b c", '7: Expected "and", "or" or the end, found "c"'],
    ["a == b)", '6: Expected "and", "or" or the end, found ")"'],
    ["(a == b", '7: Expected ")"'],
    ["a = b", '2: "=" cannot begin anything here'],
    ['a == "b', '5: """ cannot begin anything here'],
    ["a[b == c", '4: Expected "]"'],
    ["a == b and", "10: Expected a field or a value"],
    ["a is", '2: Expected "==", "!=", "in", "contains", "matches" or "is empty"'],
    [`${"(".repeat(100)}a == b`, "65: Nested more than 64 levels deep"],
    [`${"not ".repeat(100)}a == b`, "260: Nested more than 64 levels deep"],
    [`a == ${"b".repeat(5000)}`, "4096: More than 4096 characters"],
  ])("not: %s", (text, expected) => expect(parsed(text)).toBe(expected));

  test("any text is read or refused at a place in it, and what is read can be evaluated", () => {
    const words = fc.constantFrom(
      "a",
      "Service.Meta.v",
      "==",
      "!=",
      "(",
      ")",
      "not",
      "and",
      "or",
      "in",
      "is",
      "empty",
      "matches",
      "[",
      "]",
      '"x"',
      "`(`",
      " ",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(words, { maxLength: 20 }).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(text, (filter) => {
        const result = parseFilter(filter);
        if (result.ok) {
          expect(typeof matchesFilter(result.expression, instance)).toBe("boolean");
          expect(matchesIn(result.expression).length).toBeGreaterThan(0);
        } else {
          expect(result.problem.offset).toBeGreaterThanOrEqual(0);
          expect(result.problem.offset).toBeLessThanOrEqual(filter.length);
        }
      }),
    );
  });
});

const instance: Instance = {
  id: "web-1",
  service: "web",
  address: "10.0.0.7",
  port: 8080,
  sidecarPort: 21000,
  bind: { address: "10.0.0.7", port: 21000 },
  exposedPaths: [],
  meta: { version: "v1", blank: "" },
  tags: ["canary"],
  weights: { passing: 1, warning: 1 },
  locality: undefined,
  command: undefined,
  checks: [],
  range: { file: { filename: "mesh.hcl", text: "" }, start: 0, end: 0 },
};

describe("evaluating", () => {
  test.each([
    ["Service.ID == web-1", true],
    ["Service.Tags contains canary", true],
    ["canary in Service.Tags", true],
    ["stable in Service.Tags", false],
    ["Service.Tags not contains stable", true],
    ["Service.Tags is empty", false],
    ["Service.Tags == canary", false],
    ["Service.Service == web", true],
    ["Service.Address == 10.0.0.7", true],
    ["Service.Port == 8080", true],
    ["Service.Meta.version == v1", true],
    ["Service.Meta.version == v2", false],
    ["Service.Meta.version != v2", true],
    ["Service.Meta.absent == v1", false],
    ["Service.Meta.absent != v1", true],
    ["Service.Meta.absent is empty", true],
    ["Service.Meta.blank is empty", true],
    ["Service.Meta.version is not empty", true],
    ["Service.Meta is empty", false],
    ["version in Service.Meta", true],
    ["absent in Service.Meta", false],
    ["absent not in Service.Meta", true],
    ["Service.Meta contains version", true],
    ["constructor in Service.Meta", false],
    ["Service.Meta.constructor is empty", true],
    ["Service.ID contains eb-", true],
    ["eb in Service.ID", true],
    ["Service.ID matches `^web-\\d$`", true],
    ["Service.ID not matches `^web-\\d$`", false],
    ["Service.ID matches `eb`", true],
    ["Service.ID matches `(`", false],
    ["Service.Meta == v1", false],
    ["Service.ID == web-1 and Service.Port == 1", false],
    ["Service.ID == web-1 or Service.Port == 1", true],
    ["not Service.ID == web-1", false],
  ])("%s is %s", (text, expected) => {
    const result = parseFilter(text);
    expect(result.ok && matchesFilter(result.expression, instance)).toBe(expected);
  });
});
