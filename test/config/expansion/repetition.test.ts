import { describe, expect, test } from "@jest/globals";
import { checkDocument, compileDocuments, drawn, underlined } from "../../support/check-document.ts";
import { decodeText, onlyMistake } from "../decode-text.ts";

/** Names and ports of the services that a document without mistakes declares. */
const servicesOf = (text: string): readonly (readonly [string, unknown])[] => {
  const { entries, diagnostics } = decodeText(text);
  expect(diagnostics.map(drawn)).toEqual([]);
  return entries.map(({ name, value }) => [name, "port" in value ? value.port : undefined]);
};

const service = (repetition: string, name: string, port: string): string =>
  `service "svc" {\n  ${repetition}\n  name = ${name}\n  port = ${port}\n}`;

describe("instances", () => {
  test.each([
    [
      "of a map, by key",
      service("for_each = { b = 2, a = 1 }", "each.key", "each.value"),
      [
        ["a", 1],
        ["b", 2],
      ],
    ],
    [
      "of a set of texts",
      service('for_each = toset(["y", "x", "x"])', "each.key", "length(each.value)"),
      [
        ["x", 1],
        ["y", 1],
      ],
    ],
    [
      "of an object in a for expression",
      service(
        'for_each = { for n, p in { a = 1 } : "${n}-1" => { port = p + 80 } }',
        "each.key",
        "each.value.port",
      ),
      [["a-1", 81]],
    ],
    [
      "by number",
      service("count = 2", '"svc-${count.index}"', "count.index + 1"),
      [
        ["svc-0", 1],
        ["svc-1", 2],
      ],
    ],
    ["of a text that is a number", service('count = "1"', '"one"', "1"), [["one", 1]]],
    ["none of an empty map", service("for_each = {}", "each.key", "1"), []],
    ["none by number", service("count = 0", '"a"', "1"), []],
    ["with null for no repetition", service("count = true ? 1 : 0", '"only"', "1"), [["only", 1]]],
  ] as const)("%s", (_, text, expected) => expect(servicesOf(text)).toEqual(expected));

  test("the label is the name where none is given", () => {
    expect(servicesOf('service "only" {\n  for_each = { a = 1 }\n  port = each.value\n}')).toEqual([
      ["only", 1],
    ]);
  });

  test("intentions of one destination add up", () => {
    const text = `
service "api" { port = 1 }
intentions "api" {
  for_each = { web = "allow", batch = "deny" }
  source "*" { action = each.value }
}`;
    expect(compileDocuments(text).diagnostics.map(drawn)).toEqual([
      "5:3 MESH3020 Two intentions for one source and destination",
    ]);
  });

  test("JSON repeats in the same way", () => {
    const json = JSON.stringify({
      service: { s: { for_each: '${toset(["a"])}', name: "${each.key}", port: 80 } },
    });
    expect(compileDocuments({ "mesh.json": json }).entries[0]?.map(({ name }) => name)).toEqual(["a"]);
  });

  test("keys as they are in maps stay what they are when one is added", () => {
    const names = (map: string): readonly unknown[] =>
      servicesOf(service(`for_each = ${map}`, "each.key", "each.value")).map(([name]) => name);
    expect(names("{ a = 1, c = 3 }")).toEqual(["a", "c"]);
    expect(names("{ a = 1, b = 2, c = 3 }")).toEqual(["a", "b", "c"]);
  });
});

describe("mistakes", () => {
  test.each([
    ["a list", "for_each = [1]", ["2:14 MESH2012 Unsuitable for_each"]],
    ["null", "for_each = null", ["2:14 MESH2012 Unsuitable for_each"]],
    ["a text", 'for_each = "a"', ["2:14 MESH2012 Unsuitable for_each"]],
    ["a set of numbers", "for_each = toset([1])", ["2:14 MESH2012 Unsuitable for_each"]],
    ["a sensitive map", 'for_each = sensitive({ a = "b" })', ["2:14 MESH2012 Unsuitable for_each"]],
    ["an expression that fails", "for_each = local.x", ["2:19 MESH1101 Undeclared local"]],
    ["a count that is a fraction", "count = 1.5", ["2:11 MESH2011 Unsuitable count"]],
    ["a count below zero", "count = -1", ["2:11 MESH2011 Unsuitable count"]],
    ["a count of nothing", "count = null", ["2:11 MESH2011 Unsuitable count"]],
    ["a sensitive count", "count = sensitive(1)", ["2:11 MESH2011 Unsuitable count"]],
    ["a count beyond reason", "count = 1000000", ["2:11 MESH2013 Too many blocks"]],
    ["both", "for_each = {}\n  count = 1", ["3:3 MESH2010 Both for_each and count"]],
    ["a block for an argument", "for_each {}", ["2:3 MESH1043 Argument written as a block"]],
  ])("%s", (_, repetition, expected) =>
    checkDocument(`service "svc" {\n  ${repetition}\n  name = "a"\n  port = 80\n}`, expected),
  );

  test("a list names the way out", () => {
    expect(onlyMistake(service('for_each = ["a"]', "each.key", "1")).detail).toBe(
      "A list has positions, which change when an element is added or taken away, so a block cannot be known by them. Make it a set of texts with toset(…), or give a map.",
    );
  });

  test("the second of two repetitions points at the first", () => {
    expect(underlined(onlyMistake(service("for_each = {}\n  count = 1", '"a"', "1")))).toEqual({
      subject: "count",
      related: ["for_each is given here for_each"],
    });
  });

  test("each without for_each", () => {
    expect(onlyMistake('service "a" {\n  port = each.value\n}').detail).toBe(
      '"each" is known only in a block that is repeated, and this one has no for_each. Add for_each = …, or write the value out.',
    );
  });

  test("the mesh itself is not repeated", () => {
    checkDocument("mesh {\n  count = 2\n}", ["2:3 MESH1040 Unsupported argument"]);
  });

  test("instances with one name", () => {
    const diagnostic = onlyMistake('service "a" {\n  count = 3\n  port  = 80\n}');
    expect(drawn(diagnostic)).toBe("1:1 MESH2023 Instances with one name");
    expect(diagnostic.detail).toContain("name = each.key");
  });
});

describe("one mistake, one diagnostic", () => {
  test("what is wrong with the block is told once, and no instance is named", () => {
    const diagnostic = onlyMistake(
      service('for_each = toset(["a", "b", "c"])', "each.key", '80\n  protocl = "http"'),
    );
    expect(diagnostic.detail).toBe(
      'An argument named "protocl" is not expected here. Did you mean "protocol"?',
    );
  });

  test.each([
    ["one instance", "{ a = 1, b = 99999, c = 3 }", 'This is in service.svc["b"].'],
    ["some", "{ a = 1, b = 99999, c = 99999 }", 'This is in service.svc["b"] and 1 more.'],
  ])("what is wrong with %s names it", (_, map, expected) => {
    const diagnostic = onlyMistake(service(`for_each = ${map}`, "each.key", "each.value"));
    expect(diagnostic.detail).toBe(`port must be at most 65535. ${expected}`);
    expect(underlined(diagnostic).subject).toBe("each.value");
  });

  test("names that depend on a mistaken for_each are not missed elsewhere", () => {
    checkDocument(
      `${service("for_each = local.nothing", "each.key", "80")}\nintentions "whoever" {\n  source "a" { action = "allow" }\n}`,
      ["2:19 MESH1101 Undeclared local"],
    );
  });
});
