import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";

const provider = (local: string): string => `jwt_provider "own" {
  issuer = "https://id.internal"
  json_web_key_set {
    local { ${local} }
  }
}
`;
const keySet = '{"keys":[{"kty":"oct","k":"AAAA"}]}';
const jwks = (text: string): string => provider(`jwks = ${JSON.stringify(text)}`);

test.each([
  ["JSON", jwks(keySet)],
  ["JSON with space around it", jwks(` ${keySet}\n`)],
  ["base64", jwks(btoa(keySet))],
  ["a file of the proxy's machine", provider('filename = "/etc/keys.json"')],
])("allowed: %s", (_, text) => checkDocument(text, []));

test.each([
  ["a PEM key", "-----BEGIN PUBLIC KEY-----"],
  ["a single key", '{"kty":"oct"}'],
  ["no keys", '{"keys":[]}'],
  ["a key of no kind", '{"keys":[{}]}'],
  ["no list", '{"keys":{}}'],
  ["base64 of something else", btoa("keys")],
  ["bytes that are no text", "{{/4="],
  ["half of a JSON", '{"keys":'],
  ["nothing", ""],
])("refused: %s", (_, text) => checkDocument(jwks(text), ["4:20 MESH3050 These keys cannot be read"]));
