import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const okta =
  'jwt_provider "okta" {\n  issuer = "https://id.example.com"\n  json_web_key_set {\n    local { filename = "/keys" }\n  }\n}\n';
const wanting = (...names: readonly string[]): string =>
  `intentions "a" {\n  jwt {\n${names.map((name) => `    provider "${name}" {}\n`).join("")}  }\n  source "b" { action = "allow" }\n}\n`;
const permitting = (name: string): string =>
  `intentions "a" {\n  source "b" {\n    permission {\n      action = "allow"\n      http { path_prefix = "/" }\n      jwt {\n        provider "${name}" {}\n      }\n    }\n  }\n}\n`;

test.each([
  ["by an intention", wanting("okta") + okta],
  ["by a permission", permitting("okta") + okta],
])("declared: %s", (_, text) => checkDocument(withServices(text, "a", "b"), []));

const summary = "MESH3064 Reference to an undeclared provider of tokens";

test.each([
  ["by an intention", wanting("okta"), `3:14 ${summary}`],
  ["by a permission", permitting("okta"), `7:18 ${summary}`],
  ["one of two", wanting("okta", "auth0") + okta, `4:14 ${summary}`],
  ["twice", wanting("okta", "okta") + okta, '4:14 MESH3064 The provider "okta" is named twice'],
])("refused: %s", (_, text, expected) => checkDocument(withServices(text, "a", "b"), [expected]));

test("a misspelt name is corrected", () => {
  const { detail, fix } = onlyDiagnostic(withServices(wanting("okra") + okta, "a", "b"));
  expect(detail).toBe(
    'No document of this set declares the jwt_provider "okra". Did you mean "okta"? Declare it, or correct the name.',
  );
  expect(fix?.replacement).toBe('"okta"');
});

test("a broken provider is not missed", () =>
  checkDocument(withServices(wanting("okta") + okta.replace("issuer", "isuer"), "a", "b"), [
    "8:3 MESH1040 Unsupported argument",
  ]));
