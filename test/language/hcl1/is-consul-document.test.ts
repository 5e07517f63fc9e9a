import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { isConsulDocument } from "../../../src/language/hcl1/is-consul-document.ts";

const folder = "test/language/hcl1/documents/";
describe("Consul's documents are told apart", () => {
  test.each(readdirSync(folder))("%s", (filename) => {
    expect(isConsulDocument({ filename, text: readFileSync(folder + filename, "utf8") })).toBe(true);
  });
});

const hcl: readonly (readonly [name: string, text: string, isConsul: boolean])[] = [
  ["empty", "", false],
  [
    "mesh blocks",
    'mesh {\n  datacenter = "dc1"\n}\nservice "web" {\n  port = 80\n  check "http" {}\n}\n',
    false,
  ],
  ["bare label", "service web {\n}\n", false],
  ["entry", 'Kind="mesh"', true],
  ["entry behind other members", '# x\nName = "a"\nMeta { kind = "x" }\nkind = "mesh"\n', true],
  ["repeated name of a mesh block", 'service "a" { kind = 1 }\nservice "b" {}\n', false],
  ["entry without equals sign", 'Kind "mesh"\nName = "a"\n', true],
  ["quoted", '"Kind" = "mesh"', true],
  ["kind inside a block", 'service "web" {\n  kind = "x"\n}\n', false],
  ["service block", "service {\n}\n", true],
  ["service block behind a text", 'name = "x"\nservice {\n}\n', true],
  ["service block behind a labelled one", 'check "x" {}\nService {\n}\n', true],
  ["a label forgotten once in a mesh", 'service "web" {\n}\nservice {\n}\n', false],
  ["a label forgotten before other mesh blocks", "service {\n}\nmesh {\n}\n", false],
  ["service attribute", "service = {}\n", true],
  ["services", "services = [\n]\n", true],
  ["check", "check {\n}", true],
  ["checks", "checks = []", true],
  ["service in a list", 'a = ["service", { service {} }]\n', false],
  ["service in a comment", "# service {\n", false],
  ["service in a text", 'a = "service {"\n', false],
  ["name that only ends so", "microservice {\n}\n", false],
  ["name that only begins so", "services-x = 1\nkind-of = 2\n", false],
  ["behind a syntax error", "a = ;\nKind = x\n", true],
  ["unclosed text", 'a = "\nservice {\n}\n', true],
  ["unclosed comment", "/*\nservice {\n}\n", false],
  ["unclosed interpolation", 'a = "${\nservice {\n}\n', false],
  ["byte order mark", "\ufeffservice {}", true],
];

describe("HCL", () => {
  test.each(hcl)("%s", (_name, text, isConsul) =>
    expect(isConsulDocument({ filename: "x.hcl", text })).toBe(isConsul),
  );
});

const json: readonly (readonly [name: string, text: string, isConsul: boolean])[] = [
  ["empty", "", false],
  ["entry", '{ "Name": "x", "Kind": "mesh" }', true],
  ["block of that name", '{ "kind": { "x": 1 } }', false],
  ["mesh service", '{ "service": { "web": { "name": "x", "port": 80 } } }', false],
  ["mesh services in a list", '{ "service": [{ "web": { "port": 80 } }, { "name": [{}] }] }', false],
  ["service", '{ "service": { "connect": {}, "name": "web" } }', true],
  ["services", '{"a": 1, "services": []}', true],
  ["check", '{ "check": { "ttl": "3s" } }', true],
  ["mesh check", '{ "check": { "http": {} } }', false],
  ["checks", '{ "checks": [] }', true],
  ["name further down", '{ "locals": { "services": [], "service": { "name": "x" } } }', false],
  ["name as a text", '{ "a": "\\"services\\":", "b": "services" }', false],
  ["broken", '{ "services": [ ', true],
  ["broken before", '{ "a": "x\n, "Kind": "mesh" }', true],
];

describe("JSON", () => {
  test.each(json)("%s", (_name, text, isConsul) =>
    expect(isConsulDocument({ filename: "x.json", text })).toBe(isConsul),
  );

  test("whatever its name", () =>
    expect(isConsulDocument({ filename: "x.hcl", text: ' {"Kind": "mesh"}' })).toBe(true));
});
