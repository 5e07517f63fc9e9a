import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const splitter = (first: string, second: string): ReturnType<typeof withServices> =>
  withServices(
    `splitter "a" {
  split {
    weight = 50
    ${first}
  }
  split {
    weight = 50
    ${second}
  }
}
resolver "a" {
  subset "v1" {}
  subset "v2" {}
}`,
    "a",
    "b",
  );

test.each([
  ["two services", "", 'service = "b"'],
  ["two subsets", 'subset = "v1"', 'subset = "v2"'],
  ["a subset and the whole", "", 'subset = "v2"'],
])("allowed: %s", (_, first, second) => checkDocument(splitter(first, second), []));

test.each([
  ["the service itself twice", "", ""],
  ["the service itself by name", "", 'service = "a"'],
  ["a service", 'service = "b"', 'service = "b"'],
  ["a subset", 'subset = "v1"', 'service = "a"\n    subset  = "v1"'],
])("refused: %s", (_, first, second) =>
  checkDocument(splitter(first, second), ["6:3 MESH3005 Two splits with one destination"]),
);

test("the message names the destination and the first share", () => {
  const diagnostic = onlyDiagnostic(splitter('subset = "v1"', 'subset = "v1"'));
  expect(diagnostic.detail).toBe(
    '"v1.a" already has a share in splitter "a". Add the two weights in one split.',
  );
  expect(underlined(diagnostic).related).toEqual(["Its first share is here. split"]);
});
