import { expect, test } from "@jest/globals";
import { error, hint, warning } from "../../src/diagnostics/diagnostic.ts";
import { writeGithub } from "../../src/diagnostics/github-writer.ts";
import { rangeOf, sourceFile } from "./range-of.ts";

const file = sourceFile('service "web" {\n  prt = 1\n}\n', "a,b:c%.hcl");

test("an annotation for each, its place and its text escaped", () => {
  const found = [
    error({
      code: "MESH1040",
      summary: "Wrong: a, b",
      detail: "100 % wrong.\nReally.",
      subject: rangeOf(file, "prt"),
      related: [{ message: "Here.", range: rangeOf(file, "service") }],
    }),
    warning({ code: "MESH3016", summary: "Empty", detail: "d", subject: rangeOf(file, "{\n  prt") }),
    hint({ code: "MESH3031", summary: "Nothing", detail: "d" }),
  ];
  expect(writeGithub(found).split("\n")).toEqual([
    "::warning file=a%2Cb%3Ac%25.hcl,line=1,endLine=2,col=15,title=MESH3016%3A Empty::d",
    "::error file=a%2Cb%3Ac%25.hcl,line=2,endLine=2,col=3,endColumn=5,title=MESH1040%3A Wrong%3A a%2C b::100 %25 wrong.%0AReally.%0AHere. (a,b:c%25.hcl:1:1)",
    "::notice title=MESH3031%3A Nothing::d",
  ]);
});

test("nothing wrong writes nothing", () => expect(writeGithub([])).toBe(""));
