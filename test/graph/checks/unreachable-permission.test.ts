import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const permissions = (...conditions: readonly string[]): ReturnType<typeof withServices> =>
  withServices(
    `intentions "a" {\n  source "a" {\n${conditions
      .map((http) => `    permission {\n      action = "allow"\n      http {\n${http}\n      }\n    }\n`)
      .join("")}  }\n}`,
    "a",
    "b",
  );
const everyPath = 'path_prefix = "/"';

test.each([
  ["other paths", ['path_exact = "/a"', 'path_exact = "/b"']],
  ["the narrower first", ['path_exact = "/a/b"', 'path_prefix = "/a"']],
  ["other methods", ['methods = ["GET"]', 'methods = ["POST"]']],
  ["more methods", ['methods = ["GET"]', 'methods = ["GET", "POST"]']],
  ["any method after one", ['methods = ["GET"]', everyPath]],
  ["a path after one method of it", ['path_prefix = "/a"\nmethods = ["GET"]', 'path_exact = "/a"']],
  ["an exact path before its prefix", ['path_exact = "/a"', 'path_prefix = "/a"']],
  ["another expression", ['path_regex = "/a"', 'path_regex = "/b"']],
  ["an expression behind a prefix", ['path_prefix = "/a"', 'path_regex = "/a|/b"']],
  ["a path behind an expression", ['path_regex = "/a.*"', 'path_exact = "/ab"']],
  ["no header behind one", ['header "x" { present = true }', 'path_prefix = "/a"']],
  ["another header", ['header "x" { exact = "1" }', 'header "x" { exact = "2" }']],
  ["a prefix after a longer one", ['path_prefix = "/a/"', 'path_prefix = "/a"']],
  ["any path after some", ['path_prefix = "/a"', 'methods = ["GET"]']],
])("can decide: %s", (_, conditions) => checkDocument(permissions(...conditions), []));

test.each([
  ["the same again", ['path_exact = "/a"', 'path_exact = "/a"']],
  ["a path below a prefix", ['path_prefix = "/a"', 'path_exact = "/a/b"']],
  ["a longer prefix", ['path_prefix = "/a"', 'path_prefix = "/ab"']],
  ["one method of several", ['methods = ["GET", "POST"]', 'methods = ["POST"]']],
  ["the same expression", ['path_regex = "/a.*"', 'path_regex = "/a.*"']],
  ["an expression after every path", [everyPath, 'path_regex = "/a.*"']],
  ["a header after every path", [everyPath, 'header "x" { present = true }']],
  ["a header and more", ['header "x" { present = true }', 'header "X" { present = true }']],
  ["a method after every path", [everyPath, 'methods = ["GET"]']],
])("never decides: %s", (_, conditions) =>
  checkDocument(permissions(...conditions), ["9:5 MESH3021 warning This permission never decides"]),
);

test("the message points at the one that matches first", () => {
  const diagnostic = onlyDiagnostic(permissions(everyPath, 'path_exact = "/a"'));
  expect(diagnostic.detail).toBe(
    "An earlier permission matches every request this one would. Move it before the other, or remove it.",
  );
  expect(underlined(diagnostic)).toEqual({
    subject: "permission",
    related: ["This one matches first. permission"],
  });
});
