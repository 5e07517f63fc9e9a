import { describe, expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../support/check-document.ts";
import { withServices } from "../support/documents.ts";

const service = (field: string): string => `service "web" {\n  port = 8080\n  ${field}\n}`;

describe("each keyword of the schemas", () => {
  test.each([
    ["type integer", 'service "web" {\n  port = "many"\n}', ["2:10 MESH2001 Wrong type"]],
    ["type integer, a fraction", 'service "web" {\n  port = 80.5\n}', ["2:10 MESH2001 Wrong type"]],
    ["type string", service("address = []"), ["3:13 MESH2001 Wrong type"]],
    ["type object", service('meta = "v1"'), ["3:10 MESH2001 Wrong type"]],
    ["type string in a map", service("meta = { a = [] }"), ["3:16 MESH2001 Wrong type"]],
    ["type array", service('instance "a" { command = "run" }'), ["3:28 MESH2001 Wrong type"]],
    [
      "type string in a list",
      service('instance "a" { command = ["run", {}] }'),
      ["3:36 MESH2001 Wrong type"],
    ],
    ["enum", service('protocol = "http3"'), ["3:14 MESH2002 Unsupported value for protocol"]],
    ["enum of a label", service('check "smtp" {}'), ["3:9 MESH2002 Unsupported value for type"]],
    ["pattern", service('check "tcp" { interval = "soon" }'), ["3:28 MESH2003 Malformed interval"]],
    ["pattern of a label", 'service "Web" {\n  port = 80\n}', ["1:9 MESH2003 Malformed name"]],
    [
      "pattern of a map's label",
      withServices('resolver "a" {\n  subset "ok" {}\n  subset "V 1" {}\n}', "a"),
      ["3:3 MESH2003 Malformed subset label"],
    ],
    ["minimum", 'service "web" {\n  port = 0\n}', ["2:10 MESH2004 port is out of range"]],
    ["maximum", 'service "web" {\n  port = 65536\n}', ["2:10 MESH2004 port is out of range"]],
    ["minLength", service('address = ""'), ["3:13 MESH2009 address is empty"]],
    ["maxLength", service(`address = "${"a".repeat(254)}"`), ["3:13 MESH2003 Malformed address"]],
    ["minItems", service('instance "a" { command = [] }'), ["3:28 MESH2009 command is empty"]],
    ["required", 'service "web" {}', ["1:1 MESH2005 Missing port"]],
    ["required, a block", withServices('splitter "a" {}', "a"), ["1:1 MESH2005 Missing split block"]],
  ])("%s", (_, documents, expected) => checkDocument(documents, expected));

  test("minProperties, and required inside of blocks", () => {
    const text = `intentions "a" {
  source "a" {
    permission {
      action = "allow"
      http {}
    }
    permission { action = "allow" }
    permission {
      http { methods = [] }
    }
  }
}`;
    checkDocument(withServices(text, "a"), [
      "5:7 MESH2009 http is empty",
      "7:5 MESH2005 Missing http block",
      "8:5 MESH2005 Missing action",
      "9:24 MESH2009 methods is empty",
    ]);
  });

  test("additionalProperties are the body's to report, each once", () => {
    checkDocument(service("colour = 1\n  flavour {}"), [
      "3:3 MESH1040 Unsupported argument",
      "4:3 MESH1041 Unsupported block type",
    ]);
  });
});

test.each([
  ["a type", 'service "web" {\n  port = "many"\n}', "port must be a whole number."],
  ["an element of a list", service('instance "a" { command = ["run", {}] }'), "command[1] must be a text."],
  ["a value of a map", service("meta = { version = [] }"), "meta.version must be a text."],
  [
    "an enum",
    service('protocol = "htp"'),
    'protocol must be one of "tcp", "http", "http2", "grpc". Did you mean "http"?',
  ],
  [
    "a pattern in words",
    'service "Web" {\n  port = 80\n}',
    "name must be 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit, because it becomes a DNS label.",
  ],
  ["a bound", 'service "web" {\n  port = 65536\n}', "port must be at most 65535."],
  ["emptiness", service('address = ""'), "address must not be empty. Give it a value, or leave it out."],
])("the detail of %s", (_, text, detail) => expect(onlyDiagnostic(text).detail).toBe(detail));
