import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const changing = (line: string): ReturnType<typeof withServices> =>
  withServices(
    `router "a" {\n  route {\n    destination {\n      request_headers {\n        ${line}\n      }\n    }\n  }\n}`,
    "a",
  );

test.each([
  ["a header added", 'add = { "x-a" = "1" }'],
  ["a header set", 'set = { "X-A" = "1", "x-b" = "100%" }'],
  ["a header removed", 'remove = ["x-a"]'],
  ["a tab in a value", 'set = { "x-a" = "1\\t2" }'],
])("accepted: %s", (_, line) => checkDocument(changing(line), []));

test.each([
  ["the path", 'set = { ":path" = "/" }', '5:27 MESH3076 The header ":path" cannot be changed'],
  ["the host", 'add = { "Host" = "x" }', '5:26 MESH3076 The header "Host" cannot be changed'],
  ["the host removed", 'remove = ["host"]', '5:19 MESH3076 The header "host" cannot be changed'],
  ["no name", 'set = { "x a" = "1" }', '5:25 MESH3076 The header "x a" cannot be changed'],
  ["an empty name", 'remove = [""]', '5:19 MESH3076 The header "" cannot be changed'],
  ["two lines", 'set = { "x-a" = "1\\n2" }', '5:25 MESH3076 The value of "x-a" has a control character'],
])("refused: %s", (_, line, expected) => checkDocument(changing(line), [expected]));

test("the message says why", () => {
  expect(onlyDiagnostic(changing('remove = ["host"]')).detail).toBe(
    "The host is part of the request line. Remove it, or use another name.",
  );
});
