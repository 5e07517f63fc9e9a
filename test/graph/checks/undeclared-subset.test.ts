import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const undeclared = "MESH3003 Reference to an undeclared subset";

test.each([
  ["the default", 'resolver "a" {\n  default_subset = "v2"\n}', [`2:20 ${undeclared}`]],
  [
    "a split's",
    'splitter "a" {\n  split {\n    weight = 100\n    subset = "v2"\n  }\n}',
    [`4:14 ${undeclared}`],
  ],
  [
    "a redirect's",
    'resolver "a" {\n  redirect {\n    service = "b"\n    subset  = "v2"\n  }\n}',
    [`4:15 ${undeclared}`],
  ],
  ["a failover's", 'resolver "a" {\n  failover "*" { subset = "v2" }\n}', [`2:27 ${undeclared}`]],
  [
    "a failover target's",
    'resolver "a" {\n  failover "*" {\n    target { subset = "v2" }\n  }\n}',
    [`3:23 ${undeclared}`],
  ],
  ["a failover's label", 'resolver "a" {\n  failover "v2" { service = "b" }\n}', [`2:3 ${undeclared}`]],
  [
    "one that objects have by themselves",
    'resolver "a" {\n  default_subset = "constructor"\n}',
    [`2:20 ${undeclared}`],
  ],
])("refused: %s", (_, text, expected) => checkDocument(withServices(text, "a", "b"), expected));

test("every way to name a subset that is declared", () => {
  const text = `resolver "a" {
  default_subset = "v1"
  subset "v1" {}
  subset "v2" {}
  failover "v1" { subset = "v2" }
  failover "*" {
    target { subset = "v1" }
    target { service = "b" }
  }
}
splitter "a" {
  split {
    weight = 100
    subset = "v2"
  }
}`;
  checkDocument(withServices(text, "a", "b"), []);
});

test("subsets of a resolver that could not be read are not judged", () => {
  const text = `resolver "a" {
  subsett "v1" {}
}
splitter "a" {
  split {
    weight = 100
    subset = "v1"
  }
}`;
  checkDocument(withServices(text, "a"), ["2:3 MESH1041 Unsupported block type"]);
});

test("the detail suggests a subset that is near", () => {
  const text = 'resolver "a" {\n  default_subset = "stabel"\n  subset "stable" {}\n}';
  expect(onlyDiagnostic(withServices(text, "a")).detail).toBe(
    'The service "a" has no subset "stabel". Did you mean "stable"? Declare it in its resolver with `subset "stabel" { filter = … }`, or correct the name.',
  );
});
