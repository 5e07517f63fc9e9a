import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const twoServices = (first: string, second: string): string => `service "api" {
  port    = 8080
  address = "10.0.0.1"
  ${first}
}
service "web" {
  port    = 8080
  address = "10.0.0.2"
  ${second}
}`;

test("ids that differ, written or not", () => {
  checkDocument(twoServices('instance "api-1" {}', ""), []);
});

test.each([
  ["two written ones", 'instance "x" {}', 'instance "x" {}', ["9:3 MESH3012 Two instances with one id"]],
  [
    "a written one and another service's own name",
    'instance "web" {}',
    "",
    ["6:1 MESH3012 Two instances with one id"],
  ],
])("refused: %s", (_, first, second, expected) => checkDocument(twoServices(first, second), expected));

test("the message names the other's service", () => {
  const diagnostic = onlyDiagnostic(twoServices('instance "web" {}', ""));
  expect(diagnostic.detail).toBe(
    '"web" already names an instance of "api". Ids name sidecars, so they are unique in the whole mesh: rename one.',
  );
  expect(underlined(diagnostic)).toEqual({
    subject: 'service "web"',
    related: ['First used here. instance "web"'],
  });
});
