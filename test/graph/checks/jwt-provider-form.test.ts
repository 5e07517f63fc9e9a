import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";

const provider = (...lines: readonly string[]): string =>
  `jwt_provider "own" {\n  issuer = "https://id.example.com"\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
const keys = (...lines: readonly string[]): string => provider("json_web_key_set {", ...lines, "}");
const local = 'local { filename = "/etc/keys.json" }';
const remote = (uri: string, trusted: string): string =>
  `remote {\n  uri = "${uri}"\n  jwks_cluster {\n  tls_certificates {\n  trusted_ca { ${trusted} }\n  }\n  }\n  }`;
const trustedFile = 'filename = "/etc/ca.pem"';
const located = (...places: readonly string[]): string =>
  provider(`json_web_key_set {\n${local}\n}`, "location {", ...places, "}");

test.each([
  ["a file", keys(local)],
  ["an address", keys('remote { uri = "https://id.example.com/keys" }')],
  ["an address and its authorities", keys(remote("https://id.example.com/keys", trustedFile))],
  ["a place", located('cookie { name = "t" }')],
])("accepted: %s", (_, text) => checkDocument(text, []));

test.each([
  ["no keys", keys(), "3:3 MESH3062 Nothing in this key set"],
  [
    "keys here and there",
    keys(local, 'remote { uri = "https://id.example.com/keys" }'),
    "5:3 MESH3062 Two things in this key set",
  ],
  ["nothing here", keys("local {}"), "4:3 MESH3062 Nothing in this local key set"],
  [
    "no authorities",
    keys(remote("https://id.example.com/keys", "")),
    "8:3 MESH3062 Nothing in this set of authorities",
  ],
  [
    "certificates without TLS",
    keys(remote("http://id.example.com/keys", trustedFile)),
    "7:3 MESH3062 warning Certificates where no TLS is spoken",
  ],
  ["no place", located(), "6:3 MESH3063 Nothing in this location"],
  [
    "two places",
    located('cookie { name = "t" }', 'query_param { name = "t" }'),
    "7:3 MESH3063 Two things in this location",
  ],
])("told: %s", (_, text, expected) => checkDocument(text, [expected]));

test("the message lists what there is", () => {
  expect(onlyDiagnostic(located()).detail).toBe("Give it exactly one of header, query_param, cookie.");
});
