import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const remote = (uri: string, more = ""): string => `jwt_provider "own" {
  issuer = "https://id.internal"
  json_web_key_set {
    remote {
      uri = "${uri}"
${more}
    }
  }
}
`;
const isStatic = '      jwks_cluster { discovery_type = "STATIC" }';

test.each([
  ["https", remote("https://id.example.com/keys")],
  ["http at a port", remote("http://127.0.0.1:9000")],
  ["an address, without DNS", remote("http://127.0.0.1:9000/keys", isStatic)],
  ["an IPv6 address, without DNS", remote("http://[::1]:9000/keys", isStatic)],
])("allowed: %s", (_, text) => checkDocument(text, []));

test.each([
  ["a port beyond all", remote("https://id.example.com:99999/"), ["5:13 MESH3051 This is no URL"]],
  [
    "a name without DNS",
    remote("https://id.example.com/keys", isStatic),
    ['6:39 MESH3051 STATIC needs an address, and "id.example.com" is a name'],
  ],
])("refused: %s", (_, text, expected) => checkDocument(text, expected));

test("what is wrong with a place names the place", () => {
  expect(underlined(onlyDiagnostic(remote("https://id.example.com/keys", isStatic)))).toEqual({
    subject: '"STATIC"',
    related: ['The name is here. "https://id.example.com/keys"'],
  });
});
