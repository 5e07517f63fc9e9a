import { describe, expect, test } from "@jest/globals";
import type { JsonValue } from "../../src/language/value.ts";
import { describe as describeDiagnostic, evaluateText, jsonOf } from "./language-fixtures.ts";

// Expected values: Terraform's documentation of each function.
const calls: readonly (readonly [expression: string, value: JsonValue])[] = [
  ['upper("héllo")', "HÉLLO"],
  ['lower("HELLO")', "hello"],
  ['title("hello world")', "Hello World"],
  ['trim("?!hello?!", "!?")', "hello"],
  ['trimspace("  hello\\n\\n")', "hello"],
  ['trimprefix("helloworld", "hello")', "world"],
  ['trimsuffix("helloworld", "world")', "hello"],
  ['replace("1 + 2 + 3", "+", "-")', "1 - 2 - 3"],
  ['replace("hello world", "/w.*d/", "everybody")', "hello everybody"],
  ['replace("ab", "/(a)(b)/", "$2$1")', "ba"],
  ['replace("ab", "/(?P<x>a)b/", "$x-$${x}-$$-$9")', "a-a-$-"],
  ['split(",", "foo,bar,baz")', ["foo", "bar", "baz"]],
  ['split(",", "")', [""]],
  ['join("-", ["foo", "bar"], ["baz"])', "foo-bar-baz"],
  [
    'format("Hello, %s! %d %03d %.2f %v %q %%", "Ander", 4, 7, 1.005, [1], "x")',
    'Hello, Ander! 4 007 1.00 [1] "x" %',
  ],
  ['format("%[2]s %[1]s", "a", "b")', "b a"],
  ['format("%5s|%-5s|%x|%b|%t", "a", "b", 255, 5, true)', "    a|b    |ff|101|true"],
  ['formatlist("%s=%s", "k", ["a", "b"])', ["k=a", "k=b"]],
  ['substr("hello world", 1, 4)', "ello"],
  ['substr("hello world", -5, -1)', "world"],
  ['strrev("hello")', "olleh"],
  ['[startswith("hello", "he"), endswith("hello", "lo"), strcontains("hello", "x")]', [true, true, false]],
  ['regex("[a-z]+", "53453453.345345aaabbbccc23454")', "aaabbbccc"],
  ['regex("(\\\\d\\\\d)-(\\\\d\\\\d)", "12-34")', ["12", "34"]],
  ['regex("(?P<a>\\\\d)(?P<b>\\\\d)", "12")', { a: "1", b: "2" }],
  ['regexall("[a-z]", "1a2b")', ["a", "b"]],
  ['regexall("[a-z]", "12")', []],
  ['indent(2, "a\\nb")', "a\n  b"],
  ['chomp("hello\\r\\n\\n")', "hello"],
  ["[abs(-12.4), ceil(5.1), ceil(-0.5), floor(4.9), floor(-0.1)]", [12.4, 6, 0, 4, -1]],
  ["[max(12, 54, 3), min(12, 54, 3)]", [54, 3]],
  ['[parseint("100", 10), parseint("-FF", 16), parseint("z", 36)]', [100, -255, 35]],
  ["[pow(3, 2), pow(4, 0), signum(-13), log(16, 2)]", [9, 1, -1, 4]],
  ['[length([]), length({ a = 1 }), length("👩‍👩‍👧e")]', [0, 1, 2]],
  ['concat(["a"], [], ["b"])', ["a", "b"]],
  ['contains(["a", "b"], "a")', true],
  ["keys({ b = 1, a = 2 })", ["a", "b"]],
  ["values({ b = 1, a = 2 })", [2, 1]],
  ['[lookup({ a = 1 }, "a"), lookup({ a = 1 }, "b", 2), lookup({ a = null }, "a", 2)]', [1, 2, null]],
  ["merge({ a = 1, b = 1 }, null, { b = 2 })", { a: 1, b: 2 }],
  ["merge()", {}],
  ["flatten([[1], [], [[2, 3]], 4])", [1, 2, 3, 4]],
  ['distinct(["a", "b", "a"])', ["a", "b"]],
  ['compact(["a", "", null, "b"])', ["a", "b"]],
  ['element(["a", "b"], 3)', "b"],
  ['index(["a", "b"], "b")', 1],
  [
    "[range(3), range(1, 4), range(4, 1), range(0, 1, 0.5)]",
    [
      [0, 1, 2],
      [1, 2, 3],
      [4, 3, 2],
      [0, 0.5],
    ],
  ],
  ["reverse([1, 2, 3])", [3, 2, 1]],
  ["slice([1, 2, 3], 1, 3)", [2, 3]],
  ['sort(["b", "a", "B"])', ["B", "a", "b"]],
  ["[sum([1, 2, 3]), sum([0.1, 0.2])]", [6, 0.3]],
  ['zipmap(["a", "b"], [1, 2])', { a: 1, b: 2 }],
  ['setunion(["b", "a"], ["a", "c"])', ["a", "b", "c"]],
  ['setintersection(["b", "a"], ["a", "c"])', ["a"]],
  ['setsubtract(["a", "b", "c"], ["a"])', ["b", "c"]],
  ['coalesce(null, "", "x")', "x"],
  ["coalescelist([], [1])", [1]],
  ["[one([]), one([1])]", [null, 1]],
  [
    '[alltrue([]), alltrue([true, "true"]), alltrue([true, false]), anytrue([]), anytrue([false, true])]',
    [true, true, false, false, true],
  ],
  ["chunklist([1, 2, 3], 2)", [[1, 2], [3]]],
  ['matchkeys(["i1", "i2", "i3"], ["a", "b", "a"], ["a"])', ["i1", "i3"]],
  ['transpose({ a = ["1", "2"], b = ["2"] })', { 1: ["a"], 2: ["a", "b"] }],
  ['jsonencode({ b = [1, null], a = "<x>" })', '{"a":"\\u003cx\\u003e","b":[1,null]}'],
  ['jsondecode("{\\"a\\": [1, true]}")', { a: [1, true] }],
  ['base64encode("Hello World é")', "SGVsbG8gV29ybGQgw6k="],
  ['base64decode("SGVsbG8gV29ybGQgw6k=")', "Hello World é"],
  ['urlencode("Hello World!/é")', "Hello+World%21%2F%C3%A9"],
  ['[tostring(1), tostring(true), tonumber("1.5"), tobool("true")]', ["1", "true", 1.5, true]],
  ["tostring(1000000000000000000000)", "1000000000000000000000"],
  ["tostring(0.0000001)", "0.0000001"],
  ['[tolist([1]), toset(["b", "a", "b"]), tomap({ a = 1 })]', [[1], ["a", "b"], { a: 1 }]],
];

describe("functions", () => {
  test.each(calls)("%s", (expression, value) => {
    expect(jsonOf(expression)).toEqual(value);
  });
});

const failures: readonly (readonly [expression: string, problem: string])[] = [
  ['join(",", [[1]])', 'MESH1114 1:15 Invalid argument of "join"'],
  ["upper(null)", 'MESH1114 1:11 Invalid argument of "upper"'],
  ['regex("a(", "x")', 'MESH1114 1:11 Invalid argument of "regex"'],
  ['regex("a", "x")', 'MESH1114 1:16 Invalid argument of "regex"'],
  ['format("%d", "x")', 'MESH1114 1:18 Invalid argument of "format"'],
  ['format("%s %s", "x")', 'MESH1114 1:12 Invalid argument of "format"'],
  ['format("x", 1)', 'MESH1114 1:17 Invalid argument of "format"'],
  ['format("%z", 1)', 'MESH1114 1:12 Invalid argument of "format"'],
  ['jsondecode("{")', 'MESH1114 1:16 Invalid argument of "jsondecode"'],
  ['base64decode("x")', 'MESH1114 1:18 Invalid argument of "base64decode"'],
  ['base64decode("/w==")', 'MESH1114 1:18 Invalid argument of "base64decode"'],
  ['parseint("9", 8)', 'MESH1114 1:14 Invalid argument of "parseint"'],
  ["element([], 0)", 'MESH1114 1:13 Invalid argument of "element"'],
  ["one([1, 2])", 'MESH1114 1:9 Invalid argument of "one"'],
  ["slice([1], 0, 2)", 'MESH1114 1:19 Invalid argument of "slice"'],
  ['lookup({}, "a")', 'MESH1114 1:16 Invalid argument of "lookup"'],
  ['zipmap(["a"], [])', 'MESH1114 1:19 Invalid argument of "zipmap"'],
  ['tonumber("x")', 'MESH1114 1:14 Invalid argument of "tonumber"'],
  ["pow(10, 1000)", 'MESH1115 1:5 "pow" failed'],
  ["log(-1, 2)", 'MESH1115 1:5 "log" failed'],
  ['coalesce(null, "")', 'MESH1115 1:5 "coalesce" failed'],
  ['indent(100000000, "a")', 'MESH1115 1:5 "indent" failed'],
  [
    'join(format("%9999s", "x"), [for i in range(1024) : ""], [for i in range(1024) : ""])',
    'MESH1115 1:5 "join" failed',
  ],
];

describe("functions refuse", () => {
  test.each(failures)("%s", (expression, problem) => {
    expect(evaluateText(expression).diagnostics.map(describeDiagnostic)).toEqual([problem]);
  });
});
