import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const route = (http: string): ReturnType<typeof withServices> =>
  withServices(
    `router "a" {\n  route {\n    match {\n      http {\n        ${http}\n      }\n    }\n    destination { service = "b" }\n  }\n}`,
    "a",
    "b",
  );
const permission = (http: string): ReturnType<typeof withServices> =>
  withServices(
    `intentions "a" {\n  source "b" {\n    permission {\n      action = "allow"\n      http {\n        ${http}\n      }\n    }\n  }\n}`,
    "a",
    "b",
  );
const limit = (path: string): ReturnType<typeof withServices> =>
  withServices(
    `service_defaults "a" {\n  rate_limits {\n    instance_level {\n      route {\n        requests_per_second = 1\n        ${path}\n      }\n    }\n  }\n}`,
    "a",
  );

test.each([
  ["a class", "/items/[0-9]+"],
  ["any case", "(?i)/items"],
  ["a named group", "/(?P<id>[^/]+)"],
  ["a class of Unicode", "/\\\\p{Greek}+"],
  ["a repetition", "/(ab){2,5}"],
])("RE2 reads it: %s", (_, regex) => checkDocument(route(`path_regex = "${regex}"`), []));

const summary = "MESH3058 Malformed regular expression";

test.each([
  ["look-ahead", "(?!a)", "It cannot be read: invalid or unsupported Perl syntax: `(?!`."],
  ["look-behind", "(?<=a)b", "It cannot be read: invalid named capture: `(?<=a)b`."],
  ["a back-reference", "(a)\\\\1", "It cannot be read: invalid escape sequence: `\\1`."],
  ["an open group", "(a", "It cannot be read: missing closing ): `(a`."],
  ["an open class", "[a", "It cannot be read: missing closing ]: `[a`."],
  ["too many repetitions", "a{1001}", "It cannot be read: invalid repeat count: `{1001}`."],
  ["repetitions of repetitions", "((a{10}){10}){11}", "It cannot be read: invalid repeat count: `{11}`."],
  ["too large", "(abc){999}", "It is too large: it repeats too much too often."],
  ["too long", "a".repeat(4097), "It is longer than 4096 characters."],
])("RE2 refuses it: %s", (_, regex, reason) => {
  const documents = route(`path_regex = "${regex}"`);
  checkDocument(documents, [`5:22 ${summary}`]);
  expect(onlyDiagnostic(documents).detail).toContain(reason);
});

test.each([
  ["the path of a route", route('path_regex = "("'), "5:22"],
  ["the header of a route", route('header "x" { regex = "(" }'), "5:30"],
  ["the query of a route", route('query_param "x" { regex = "(" }'), "5:35"],
  ["the path of a permission", permission('path_regex = "("'), "6:22"],
  ["the header of a permission", permission('header "x" { regex = "(" }'), "6:30"],
  ["the path of a rate limit", limit('path_regex = "("'), "6:22"],
])("every one is looked at: %s", (_, documents, place) => checkDocument(documents, [`${place} ${summary}`]));
