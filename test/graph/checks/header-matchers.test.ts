import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const matching = (block: string): ReturnType<typeof withServices> =>
  withServices(
    `router "a" {
  route {
    match {
      http {
        ${block}
      }
    }
    destination { service = "b" }
  }
}`,
    "a",
    "b",
  );
const permitting = (block: string): ReturnType<typeof withServices> =>
  withServices(
    `intentions "a" {
  source "b" {
    permission {
      action = "allow"
      http {
        ${block}
      }
    }
  }
}`,
    "a",
    "b",
  );

test.each([
  ["presence", 'header "x" { present = true }'],
  ["equality", 'header "x" { exact = "1" }'],
  ["a prefix", 'header "x" { prefix = "1" }'],
  ["a suffix", 'header "x" { suffix = "1" }'],
  ["an expression", 'header "x" { regex = "1+" }'],
  ["two blocks for one header", 'header "x" { present = true }\n        header "x" { exact = "1" }'],
  ["an empty text", 'header "x" { exact = "" }'],
])("one test: %s", (_, block) => {
  checkDocument(matching(block), []);
  checkDocument(permitting(block), []);
});

test.each([
  ["presence of a parameter", 'query_param "x" { present = true }'],
  ["equality of a parameter", 'query_param "x" { exact = "1" }'],
])("one test: %s", (_, block) => checkDocument(matching(block), []));

test.each([
  ["a part of a header", 'header "x" { contains = "1" }'],
  ["any case", 'header "x" {\n          exact       = "a"\n          ignore_case = true\n        }'],
])("one test in permissions: %s", (_, block) => checkDocument(permitting(block), []));

const both = 'header "x" {\n          exact  = "1"\n          prefix = "2"\n        }';

test.each([
  ["a header without a test", matching('header "x" {}'), '5:9 MESH3055 Nothing is asked of the header "x"'],
  [
    "a negated nothing",
    matching('header "x" { invert = true }'),
    '5:9 MESH3055 Nothing is asked of the header "x"',
  ],
  [
    "not present",
    matching('header "x" { present = false }'),
    '5:9 MESH3055 Nothing is asked of the header "x"',
  ],
  [
    "a parameter without a test",
    matching('query_param "x" {}'),
    '5:9 MESH3055 Nothing is asked of the query parameter "x"',
  ],
  ["a header with two", matching(both), '7:20 MESH3055 Two tests of the header "x"'],
  ["a permission's header with two", permitting(both), '8:20 MESH3055 Two tests of the header "x"'],
  [
    "any case of an expression",
    permitting('header "x" {\n          regex       = "a"\n          ignore_case = true\n        }'),
    "8:25 MESH3055 ignore_case beside regex",
  ],
  [
    "any case of presence",
    permitting('header "x" {\n          present     = true\n          ignore_case = true\n        }'),
    "8:25 MESH3055 ignore_case beside present",
  ],
])("refused: %s", (_, documents, expected) => checkDocument(documents, [expected]));

test("the message lists the tests there are", () => {
  expect(onlyDiagnostic(matching('query_param "x" {}')).detail).toBe(
    "Give it exactly one of present, exact, regex.",
  );
  expect(onlyDiagnostic(permitting('header "x" {}')).detail).toBe(
    "Give it exactly one of present, exact, prefix, suffix, contains, regex.",
  );
});
