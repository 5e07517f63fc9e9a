import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const subset = (filter: string): string => `resolver "web" {
  subset "v1" { filter = ${JSON.stringify(filter)} }
}
service "web" {
  port = 8080
  meta = { version = "v1" }
}`;

test.each([
  ["nothing", ""],
  ["blank", "  "],
  ["a meta key", "Service.Meta.version == v1"],
  ["a regular expression", 'Service.ID matches "^w.b$"'],
  ["the whole meta", "version in Service.Meta"],
])("selects: %s", (_, filter) => checkDocument(subset(filter), []));

test.each([
  ["unfinished", "Service.ID ==", ["2:26 MESH3014 Malformed filter"]],
  ["a character that begins nothing", "Service.ID == !", ["2:26 MESH3014 Malformed filter"]],
  ["very long", "a".repeat(5000), ["2:26 MESH3014 Malformed filter"]],
  [
    "a bad regular expression",
    'Service.ID matches "("',
    ["2:26 MESH3014 Malformed regular expression in a filter"],
  ],
  [
    "a regular expression of another dialect",
    'Service.ID matches "(?=a)"',
    ["2:26 MESH3014 Malformed regular expression in a filter"],
  ],
  ["an unknown field", "Service.Meat.version == v1", ["2:26 MESH3015 Unknown field in a filter"]],
  [
    "two unknown fields",
    "A == 1 or B == 2",
    ["2:26 MESH3015 Unknown field in a filter", "2:26 MESH3015 Unknown field in a filter"],
  ],
  ["a field too deep", "Service.Meta.a.b == 1", ["2:26 MESH3015 Unknown field in a filter"]],
  ["a name that objects have by themselves", "constructor == 1", ["2:26 MESH3015 Unknown field in a filter"]],
  ["nothing selected", "Service.Meta.version == v2", ['2:26 MESH3016 warning Subset "v1" has no instance']],
])("reported: %s", (_, filter, expected) => checkDocument(subset(filter), expected));

test("a service with a mistake may have meant the meta that is asked for", () => {
  checkDocument(subset("Service.Meta.version == v1").replace("meta =", "mta ="), [
    "6:3 MESH1040 Unsupported argument",
  ]);
});

test.each([
  [
    "Service.ID ==",
    "Expected a value at character 14 of the filter. Write it like `Service.Meta.version == v1`.",
  ],
  [
    "Service.Id == web",
    'An instance has no field "Service.Id". Did you mean "Service.ID"? Known are Service.ID, Service.Service, Service.Address, Service.Port, Service.Tags, Service.Meta and Service.Meta.<key>.',
  ],
  ['Service.ID matches "("', '"(" is no regular expression in RE2\'s syntax. Correct it.'],
  [
    "Service.Meta.version == v2",
    'The filter selects none of the 1 declared instances of "web". Correct the filter, or give an instance the meta it asks for.',
  ],
])("the detail of %s", (filter, detail) => expect(onlyDiagnostic(subset(filter)).detail).toBe(detail));

test("an empty subset points at its service", () => {
  expect(underlined(onlyDiagnostic(subset("Service.Port == 1"))).related).toEqual([
    '"web" is declared here. service "web"',
  ]);
});
