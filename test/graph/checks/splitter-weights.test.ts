import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const destinations = ["a", "b", "c"];
const splitter = (...weights: readonly (number | string)[]): ReturnType<typeof withServices> =>
  withServices(
    `splitter "a" {\n${weights
      .map(
        (weight, position) =>
          `  split {\n    weight  = ${weight}\n    service = "${destinations[position] ?? ""}"\n  }\n`,
      )
      .join("")}}`,
    ...destinations,
  );

test.each([
  ["one of all", [100]],
  ["two halves", [50, 50]],
  ["nothing and all", [0, 100]],
  ["hundredths", [0.01, 99.99]],
  ["fractions that binary numbers miss", [33.33, 33.33, 33.34]],
  ["more of them", [0.1, 0.2, 99.7]],
])("add up: %s", (_, weights) => checkDocument(splitter(...weights), []));

test.each([
  ["too little", [50, 40], ["7:15 MESH3004 Weights add up to 90, not 100"]],
  ["too much", [50, 51], ["7:15 MESH3004 Weights add up to 101, not 100"]],
  ["by a hundredth", [33.33, 33.33, 33.33], ["11:15 MESH3004 Weights add up to 99.99, not 100"]],
  ["nothing at all", [0], ["3:15 MESH3004 Weights add up to 0, not 100"]],
  [
    "finer than a hundredth",
    [99.999, 0.001],
    [3, 7].map((line) => `${line}:15 MESH3004 A weight is finer than 0.01`),
  ],
])("refused: %s", (_, weights, expected) => checkDocument(splitter(...weights), expected));

test.each([
  [
    [50, 40],
    'The weights of splitter "a" are 50 + 40 = 90. Give the missing 10 to one of the splits, so that they add up to 100.',
  ],
  [
    [50, 50.5],
    'The weights of splitter "a" are 50 + 50.5 = 100.5. Take 0.5 from the splits, so that they add up to 100.',
  ],
  [[99.999, 1], "Weights are percent in steps of 0.01. Round it."],
])("the detail does the sum: %s", (weights, detail) =>
  expect(onlyDiagnostic(splitter(...weights)).detail).toBe(detail),
);

test("the other weights are pointed at", () => {
  expect(underlined(onlyDiagnostic(splitter(20, 30, 40)))).toEqual({
    subject: "40",
    related: ["This split has 20. 20", "This split has 30. 30"],
  });
});
