import { describe, expect, test } from "@jest/globals";
import { standardFunctions } from "../../src/language/functions/standard-functions.ts";
import { FunctionFailure } from "../../src/language/functions/function-definition.ts";
import { evaluateText } from "./language-fixtures.ts";
import type { Value } from "../../src/language/value.ts";

function call(name: string, ...args: readonly Value[]): Value | FunctionFailure {
  const definition = standardFunctions.get(name);
  if (definition?.kind !== "eager") throw new Error(`no function ${name}`);
  return definition.call(args);
}

/** Each line nine times the one before. */
const billionLaughs = [
  "a0: &a0 lol",
  ...Array.from({ length: 9 }, (_, level) => {
    const aliases = Array.from({ length: 9 }, () => `*a${level}`).join(", ");
    return `a${level + 1}: &a${level + 1} [${aliases}]`;
  }),
].join("\n");

const mergedLaughs = [
  "a0: &a0 {k: v}",
  ...Array.from({ length: 24 }, (_, level) => `a${level + 1}: &a${level + 1} {x: *a${level}, y: *a${level}}`),
].join("\n");

/** In each of 200 levels, trying place for place fails as late as trying all elements does. */
function nested(leaf: Value): Value {
  return Array.from({ length: 200 }).reduce<Value>((inner) => [inner, []], leaf);
}

describe("what is made to grow, or to take for ever, fails soon", () => {
  test.each<readonly [label: string, name: string, args: readonly Value[], part: string]>([
    ["aliases of aliases", "yamldecode", [billionLaughs], "more than 1000000 values"],
    ["mappings of aliases", "yamldecode", [mergedLaughs], "more than 1000000 values"],
    ["an alias to itself", "yamldecode", ["a: &a [*a]"], "lies within what it stands for"],
    ["brackets in YAML", "yamldecode", ["[".repeat(100_000)], "nested deeper"],
    ["dashes in YAML", "yamldecode", ["- ".repeat(100_000)], "nested deeper"],
    ["steps in YAML", "yamldecode", [steps(1_100)], "nested deeper"],
    ["brackets in JSON", "jsondecode", ["[".repeat(100_000)], "nested deeper"],
    [
      "a pattern that backtracks elsewhere",
      "regex",
      ["^(a+)+$", `${"a".repeat(100_000)}b`],
      "does not match",
    ],
    ["repetitions of repetitions", "regexall", ["(x{1000}){1000}", "x"], "RE2"],
    ["a pattern that looks back", "regex", ["(a)\\1", "aa"], "RE2"],
    ["combinations", "setproduct", Array.from({ length: 12 }, () => ["a", "b", "c", "d"]), "combinations"],
    ["types that fit nowhere", "coalesce", [nested(1), nested(true)], "different types"],
    ["a megabyte of YAML", "yamldecode", ["# x\n".repeat(300_000)], "1048576 characters"],
    ["an open quote", "csvdecode", [`a\n"${"x".repeat(1_000_000)}`], "not closed"],
    ["quotes", "csvdecode", [`a\n"${'""'.repeat(500_000)}x`], "follows a closing quote"],
  ])("%s", (_label, name, args, part) => {
    const result = call(name, ...args);
    expect(result).toBeInstanceOf(FunctionFailure);
    expect(result instanceof FunctionFailure && result.message).toContain(part);
  });

  test("the same work again and again", () => {
    const text = 'join("", [for i in range(1000) : format("%0999d", i)])';
    const again = '[for i in range(1000) : can(yamldecode("{${t}"))]';
    const { diagnostics } = evaluateText(`[for t in [${text}] : ${again}]`);
    expect(diagnostics.map(({ code }) => code)).toContain("MESH1116");
  });

  test("megabytes are worked through", () => {
    const rows = `a,b\n${"1,2\n".repeat(100_000)}`;
    expect(call("csvdecode", rows)).toHaveLength(100_000);
    expect(call("sha256", "x".repeat(2_000_000))).toHaveLength(64);
    expect(call("upper", "é".repeat(500_000))).toBe("É".repeat(500_000));
  });
});

function steps(count: number): string {
  return Array.from({ length: count }, (_, level) => `${" ".repeat(level)}a:`).join("\n");
}
