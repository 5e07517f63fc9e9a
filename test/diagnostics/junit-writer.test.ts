import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { error, warning } from "../../src/diagnostics/diagnostic.ts";
import { writeJunit } from "../../src/diagnostics/junit-writer.ts";
import { rangeOf, sourceFile } from "./range-of.ts";

const file = sourceFile('service "web" {\n  prt = 1\n}\n', "a&b.hcl");

test("errors fail, warnings pass with a word, and documents without an error pass", () => {
  const found = [
    error({
      code: "MESH1040",
      summary: '"prt" < x',
      detail: "Correct\u0001 it.",
      subject: rangeOf(file, "prt"),
    }),
    warning({ code: "MESH3016", summary: "Empty", detail: "d" }),
  ];
  expect(writeJunit(found, ["a&b.hcl", "c.hcl"])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="mesh validate" tests="3" failures="1" errors="0">
  <testsuite name="mesh validate" tests="3" failures="1" errors="0">
    <testcase name="c.hcl" classname="mesh.validate"/>
    <testcase name="MESH1040 a&amp;b.hcl:2:3" classname="mesh.validate" file="a&amp;b.hcl" line="2">
      <failure message="&quot;prt&quot; &lt; x" type="MESH1040">a&amp;b.hcl:2:3
Correct\ufffd it.</failure>
    </testcase>
    <testcase name="MESH3016" classname="mesh.validate">
      <system-out>warning: Empty
d</system-out>
    </testcase>
  </testsuite>
</testsuites>`);
});

describe("whatever the texts are", () => {
  test("the report is well-formed XML that says them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (summary, filename) => {
        const text = writeJunit([error({ code: "MESH1040", summary, detail: summary })], [filename]);
        expect(isWellFormed(text)).toBe(true);
      }),
    );
  });

  test("what is not well-formed is noticed", () => {
    for (const text of [
      "<a>",
      "<a></b>",
      "<a b=c/>",
      "<a>&x;</a>",
      "<a>\u0000</a>",
      '<a b="<"/>',
      "<a/><a/>",
    ])
      expect(isWellFormed(text)).toBe(false);
  });
});

/** Elements, attributes, references and characters as XML 1.0 has them, with one root; no more than a report uses. */
function isWellFormed(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u.test(text)) return false;
  const rest = text.replace(/^<\?xml [^?]*\?>\s*/, "").trim();
  const reference = "&(?:amp|lt|gt|quot|apos|#\\d+);";
  const attribute = `\\s+[a-z]+="(?:[^<&"]|${reference})*"`;
  const token = new RegExp(`<([a-z-]+)(?:${attribute})*(/?)>|</([a-z-]+)>|(?:[^<&]|${reference})+`, "gy");
  const open: string[] = [];
  let roots = 0;
  while (token.lastIndex < rest.length) {
    const match = token.exec(rest);
    if (!match) return false;
    const [, opened, selfClosed, closed] = match;
    if (opened !== undefined && open.length === 0) roots += 1;
    if (opened !== undefined && selfClosed === "") open.push(opened);
    if (closed !== undefined && open.pop() !== closed) return false;
  }
  return open.length === 0 && roots === 1;
}
