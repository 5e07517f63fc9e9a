import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";

const service = (check: string): string => `service "web" {
  port = 8080
  ${check}
}`;

test.each([
  ["a tcp check", `check "tcp" { port = 8081 }`],
  [
    "an http check with both",
    `check "http" {
    path   = "/health"
    method = "HEAD"
  }`,
  ],
])("allowed: %s", (_, check) => checkDocument(service(check), []));

test("a tcp check with a path and a method has two mistakes", () => {
  checkDocument(
    service(`check "tcp" {
    path   = "/health"
    method = "GET"
  }`),
    ["4:14 MESH3022 A tcp check has no path", "5:14 MESH3022 A tcp check has no method"],
  );
});

test("the detail says what to do", () => {
  expect(onlyDiagnostic(service(`check "tcp" { path = "/health" }`)).detail).toBe(
    "It only opens a connection. Remove path, or make it an http check.",
  );
});
