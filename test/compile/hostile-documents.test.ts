import { describe, expect, test } from "@jest/globals";
import { compileDocuments, drawn } from "../support/check-document.ts";

const service = (port: string): string => `service "web" {\n  port = ${port}\n}\n`;

/** `a0` is short, and each further local is ten of the one before: written out, the last would fill any memory. */
const laughs = (of: (previous: string) => string): string =>
  `locals {\n  a0 = "haha"\n${Array.from({ length: 12 }, (_, index) => `  a${index + 1} = ${of(`local.a${index}`)}\n`).join("")}}\n${service("length(local.a12)")}`;

const filtered = (filter: string): string =>
  `resolver "web" {\n  subset "v1" {\n    filter = "${filter}"\n  }\n}\n`;

// Each is answered in time and memory in proportion to its length; a slip here shows as a test that does not end.
const documents: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  [
    "templates of templates",
    laughs((previous) => `"${`\${${previous}}`.repeat(10)}"`),
    ["9:8 MESH1117 Text too long"],
  ],
  [
    "lists of lists",
    laughs((previous) => `[${Array.from({ length: 10 }, () => previous).join(", ")}]`),
    ["8:8 MESH1117 Value too large", "14:9 MESH1117 Value too large"],
  ],
  [
    "for within for",
    service("length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]])"),
    ["2:89 MESH1116 Expression takes too much work"],
  ],
  [
    "joined texts",
    laughs((previous) => `join("", [for i in range(10) : ${previous}])`),
    ['9:8 MESH1115 "join" failed'],
  ],
  [
    "an expression that backtracks elsewhere",
    service(`length(regexall("^(a+)+$", "${"a".repeat(5_000)}!"))`),
    ["2:10 MESH2004 port is out of range"],
  ],
  [
    "a filter that backtracks elsewhere",
    `${service("80")}${filtered('Service.Meta.version matches \\"^(a+)+$\\"')}`,
    ['6:14 MESH3016 warning Subset "v1" has no instance'],
  ],
  [
    "a text of a million characters",
    `locals {\n  a = "${"x".repeat(1_000_000)}"\n}\n`,
    ["2:3 MESH1074 warning Unused local"],
  ],
  [
    "a mistake in a line of a million characters",
    `service "web" { port = ${"(".repeat(1_000_000)}`,
    ["1:273 MESH1020 Nested too deeply"],
  ],
  ["brackets", `locals {\n  a = ${"[".repeat(100_000)}\n}\n`, ["2:256 MESH1020 Nested too deeply"]],
];

describe("hostile documents get an answer", () => {
  test.each(documents)("%s", (_name, text, expected) => {
    expect(compileDocuments(text).diagnostics.map(drawn)).toEqual(expected);
  });

  test("a list of 50,000 elements that are none of its kind", () => {
    const router = { kind: "service-router", name: "web", routes: Array.from({ length: 50_000 }, () => "x") };
    const { diagnostics } = compileDocuments({ "router.json": JSON.stringify(router) });
    expect(diagnostics).toHaveLength(1_000);
    expect(diagnostics.slice(0, 1).map(drawn)).toEqual(["1:49 MESH2001 Wrong type"]);
  });

  test("thousands of misspelt names are told from thousands of names", () => {
    const services = Array.from(
      { length: 3_000 },
      (_, index) =>
        `service "web-${index}-api" {\n  port = 80\n  address = "10.0.${index >> 8}.${index & 255}"\n}\n`,
    );
    const sources = services.map((_, index) => `  source "web-${index}-apo" { action = "allow" }\n`);
    const { diagnostics } = compileDocuments(
      `${services.join("")}intentions "web-0-api" {\n${sources.join("")}}\n`,
    );
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(["MESH3002"]));
    expect(diagnostics).toHaveLength(3_000);
    expect(diagnostics[0]?.detail).toContain('Did you mean "web-0-api"?');
  });
});
