import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const web = (...checks: readonly string[]): string =>
  `service "web" {\n  port = 8080\n${checks.map((check) => `  ${check}\n`).join("")}}\n`;

test.each([
  ["of one type without ids", web('check "tcp" {}', 'check "tcp" {}')],
  ["of different ids", web('check "tcp" { id = "a" }', 'check "tcp" { id = "b" }')],
  [
    "of one id in two services",
    `${web('check "tcp" { id = "a" }')}service "api" {\n  port = 8080\n  address = "10.0.0.2"\n  check "tcp" { id = "a" }\n}\n`,
  ],
])("allowed: checks %s", (_, text) => checkDocument(text, []));

test.each([
  [
    "two written ids",
    web('check "tcp" { id = "a" }', 'check "http" { id = "a" }'),
    ["4:23 MESH3035 Two checks with one id"],
  ],
  [
    "three written ids",
    web('check "tcp" { id = "a" }', 'check "tcp" { id = "a" }', 'check "tcp" { id = "a" }'),
    ["4:22 MESH3035 Two checks with one id", "5:22 MESH3035 Two checks with one id"],
  ],
  [
    "a written id and one by default",
    web('check "tcp" {}', 'check "http" { id = "web:tcp:0" }'),
    ["4:23 MESH3035 Two checks with one id"],
  ],
  [
    "of every instance, once",
    web(
      'check "tcp" { id = "a" }',
      'check "tcp" { id = "a" }',
      'instance "x" { port = 1 }',
      'instance "y" {\n    port         = 2\n    sidecar_port = 21001\n  }',
    ),
    ["4:22 MESH3035 Two checks with one id"],
  ],
  [
    "a Consul definition",
    {
      "web.json":
        '{ "service": { "name": "web", "port": 8080, "connect": { "sidecar_service": {} },\n"checks": [{ "id": "a", "tcp": "localhost:8080" },\n{ "check_id": "a", "http": "http://localhost:8080/" }] } }',
    },
    ["3:1 MESH3035 Two checks with one id"],
  ],
])("refused: %s", (_, documents, expected) => checkDocument(documents, expected));

test("the message names both places", () => {
  const diagnostic = onlyDiagnostic(web('check "tcp" { id = "a" }', 'check "http" { id = "a" }'));
  expect(diagnostic.detail).toContain('"web" already has a check with the id "a"');
  expect(underlined(diagnostic)).toEqual({ subject: '"a"', related: ['The first one is here. "a"'] });
});
