import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const routes = (...matches: readonly string[]): ReturnType<typeof withServices> =>
  withServices(
    `router "a" {\n${matches
      .map(
        (http) =>
          `  route {\n    match {\n      http {\n${http}\n      }\n    }\n    destination { service = "b" }\n  }\n`,
      )
      .join("")}}`,
    "a",
    "b",
  );

test.each([
  ["other paths", ['path_exact = "/a"', 'path_exact = "/b"']],
  ["the narrower first", ['path_prefix = "/a/"', 'path_prefix = "/"']],
  ["other methods", ['methods = ["GET"]', 'methods = ["POST"]']],
  ["more methods", ['methods = ["GET"]', 'methods = ["GET", "POST"]']],
  ["a header the other does not ask for", ['header "x" { present = true }', 'path_prefix = "/a"']],
  ["another value of a header", ['header "x" { exact = "1" }', 'header "x" { exact = "2" }']],
  ["the opposite of a header", ['header "x" { exact = "1" }', 'header "x" {\nexact = "1"\ninvert = true\n}']],
  ["another parameter", ['query_param "x" { present = true }', 'query_param "y" { present = true }']],
  ["any case behind one case", ['path_prefix = "/a"', 'path_prefix = "/a"\ncase_insensitive = true']],
  ["another expression", ['path_regex = "/a"', 'path_regex = "/b"']],
  ["an expression behind a path", ['path_exact = "/a"', 'path_regex = "/a"']],
  ["a path behind an expression", ['path_regex = "/a.*"', 'path_exact = "/ab"']],
  ["an exact path before its prefix", ['path_exact = "/a"', 'path_prefix = "/a"']],
])("can be taken: %s", (_, matches) => checkDocument(routes(...matches), []));

test.each([
  ["the same again", ['path_exact = "/a"', 'path_exact = "/a"']],
  ["a path below a prefix", ['path_prefix = "/a"', 'path_exact = "/a/b"']],
  ["a longer prefix", ['path_prefix = "/a"', 'path_prefix = "/ab"']],
  ["anything after every path", ['path_prefix = "/"', 'header "x" { present = true }']],
  ["a condition more", ['header "x" { exact = "1" }', 'header "x" { exact = "1" }\nmethods = ["GET"]']],
  ["one method of several", ['methods = ["GET", "POST"]', 'methods = ["POST"]']],
  ["one case behind any", ['path_prefix = "/A"\ncase_insensitive = true', 'path_prefix = "/ab"']],
  ["the same expression", ['path_regex = "/a.*"', 'path_regex = "/a.*"\nmethods = ["GET"]']],
  ["any case of every path", ['path_prefix = "/"', 'path_prefix = "/a"\ncase_insensitive = true']],
])("is never taken: %s", (_, matches) => {
  const line = 10 + (matches[0]?.split("\n").length ?? 1) - 1;
  checkDocument(routes(...matches), [`${line}:3 MESH3059 warning This route is never taken`]);
});

test("a route without a match takes everything", () => {
  const text =
    'router "a" {\n  route {\n    destination { service = "b" }\n  }\n  route {\n    match {\n      http { path_prefix = "/a" }\n    }\n    destination { service = "b" }\n  }\n}';
  const diagnostic = onlyDiagnostic(withServices(text, "a", "b"));
  expect(underlined(diagnostic)).toEqual({ subject: "route", related: ["This one matches first. route"] });
});
