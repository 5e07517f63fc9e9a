import { describe, expect, test } from "@jest/globals";
import { checkDocument, compileDocuments, drawn, underlined } from "../../support/check-document.ts";
import { onlyMistake } from "../decode-text.ts";
import { withServices } from "../../support/documents.ts";

const valueOf = (text: string): unknown => {
  const { entries, diagnostics } = compileDocuments(withServices(text, "a", "b"));
  expect(diagnostics.map(drawn)).toEqual([]);
  return entries[0]?.[0]?.value;
};

const instances = (dynamic: string): string => `service "web" {\n  port = 1\n${dynamic}\n}`;

describe("blocks", () => {
  test("of a map, a set and a list, among written ones, in source order", () => {
    const text = instances(`
  upstream "first" { local_bind_port = 1 }
  dynamic "upstream" {
    for_each = { z = 3, y = 2 }
    labels   = ["map-\${upstream.key}"]
    content { local_bind_port = upstream.value }
  }
  dynamic "upstream" {
    for_each = toset(["s"])
    labels   = [upstream.key]
    content { local_bind_port = length(upstream.value) + 3 }
  }
  upstream "middle" { local_bind_port = 5 }
  dynamic "upstream" {
    for_each = [6]
    iterator = it
    labels   = ["list-\${it.key}"]
    content { local_bind_port = it.value }
  }`);
    const { entries } = compileDocuments(text);
    expect(entries[0]?.[0]?.value).toMatchObject({
      upstreams: [
        { destination_name: "first", local_bind_port: 1 },
        { destination_name: "map-y", local_bind_port: 2 },
        { destination_name: "map-z", local_bind_port: 3 },
        { destination_name: "s", local_bind_port: 4 },
        { destination_name: "middle", local_bind_port: 5 },
        { destination_name: "list-0", local_bind_port: 6 },
      ],
    });
  });

  test("without a label, of one object, and of a map", () => {
    const text = `resolver "a" {
  dynamic "redirect" {
    for_each = ["b"]
    content { service = redirect.value }
  }
  dynamic "subset" {
    for_each = { v1 = "1" }
    labels   = [subset.key]
    content { filter = "Service.Meta.version == \${subset.value}" }
  }
}`;
    const { entries } = compileDocuments(withServices(text, "a", "b"));
    expect(entries[0]?.[0]?.value).toMatchObject({
      redirect: { service: "b" },
      subsets: { v1: { filter: "Service.Meta.version == 1" } },
    });
  });

  test("inside one another, and inside an instance", () => {
    expect(
      valueOf(`intentions "a" {
  for_each = { a = "GET" }
  dynamic "source" {
    for_each = toset(["b"])
    labels   = [source.key]
    content {
      dynamic "permission" {
        for_each = ["/x", "/y"]
        content {
          action = "allow"
          http {
            path_prefix = "\${permission.value}/\${source.key}/\${each.key}"
            methods     = [each.value]
          }
        }
      }
    }
  }
}`),
    ).toMatchObject({
      sources: [
        {
          name: "b",
          permissions: [
            { http: { path_prefix: "/x/b/a", methods: ["GET"] } },
            { http: { path_prefix: "/y/b/a", methods: ["GET"] } },
          ],
        },
      ],
    });
  });

  test("in JSON", () => {
    const json = JSON.stringify({
      service: {
        web: {
          port: 80,
          dynamic: {
            instance: {
              for_each: { a: 21000 },
              iterator: "it",
              labels: ["${it.key}"],
              content: { sidecar_port: "${it.value}" },
            },
          },
        },
      },
    });
    expect(compileDocuments({ "mesh.json": json }).entries[0]?.[0]?.value).toMatchObject({
      instances: [{ id: "a", sidecar_port: 21000 }],
    });
  });
});

describe("mistakes", () => {
  test.each([
    ["no label", '{ for_each = ["a"]\n content {} }', ['3:3 MESH2014 Missing labels for "instance"']],
    [
      "a label that is no text",
      "{\n for_each = [1]\n labels = [[]]\n content {}\n}",
      ["5:12 MESH2014 Unsuitable labels"],
    ],
    [
      "labels that are no list",
      '{\n for_each = [1]\n labels = "a"\n content {}\n}',
      ["5:11 MESH2014 Unsuitable labels"],
    ],
    ["no content", '{\n for_each = [1]\n labels = ["a"]\n}', ["3:3 MESH2016 Missing content block"]],
    [
      "two contents",
      '{\n for_each = [1]\n labels = ["a"]\n content {}\n content {}\n}',
      ["7:2 MESH2016 Duplicate content block"],
    ],
    ["nothing to go over", '{\n labels = ["a"]\n content {}\n}', ["3:3 MESH1042 Missing required argument"]],
    ["a number to go over", "{\n for_each = 1\n content {}\n}", ["4:13 MESH2012 Unsuitable for_each"]],
    [
      "a sensitive collection",
      "{\n for_each = sensitive([1])\n content {}\n}",
      ["4:13 MESH2012 Unsuitable for_each"],
    ],
    [
      "an iterator that is no name",
      '{\n for_each = [1]\n iterator = 1 + 1\n labels = ["a"]\n content {}\n}',
      ["5:13 MESH2015 Unsuitable iterator"],
    ],
  ])("%s", (_, body, expected) => {
    const text = instances(
      `  dynamic "instance" ${body.replace("{ for_each", "{\n for_each").replace(" content {} }", " content {}\n}")}`,
    );
    checkDocument(text, expected);
  });

  test("a type that does not exist", () => {
    const diagnostic = onlyMistake(
      instances('  dynamic "instnce" {\n    for_each = []\n    content {}\n  }'),
    );
    expect([drawn(diagnostic), diagnostic.detail]).toEqual([
      "3:11 MESH2017 Unsupported block type",
      'Blocks of type "instnce" are not expected here. Did you mean "instance"?',
    ]);
  });

  test("a mistake in the content is told once, at its place", () => {
    const diagnostic = onlyMistake(
      instances(
        '  dynamic "instance" {\n    for_each = ["a", "b"]\n    labels = [instance.value]\n    content { sidecar_prt = 1 }\n  }',
      ),
    );
    expect(underlined(diagnostic).subject).toBe("sidecar_prt");
  });

  test("blocks that are not known are not missed", () => {
    checkDocument(
      withServices(
        'splitter "a" {\n  dynamic "split" {\n    for_each = local.none\n    content { weight = 100 }\n  }\n}',
        "a",
      ),
      ["3:21 MESH1101 Undeclared local"],
    );
  });

  test("repetitions of repetitions end", () => {
    const level = (depth: number): string =>
      depth === 0
        ? "content {}"
        : `content {\n dynamic "permission" {\n for_each = range(1000)\n content {}\n }\n }`;
    const text = `intentions "a" {
  count = 100
  dynamic "source" {
    for_each = range(1000)
    labels   = ["b-\${source.key}"]
    ${level(1)}
  }
}`;
    const codes = new Set(compileDocuments(text).diagnostics.map(({ code }) => code));
    expect(codes).toContain("MESH2013");
  });
});
