import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

test("one source each, over several blocks", () => {
  const text = `intentions "a" {
  source "a" { action = "allow" }
  source "*" { action = "deny" }
}
intentions "*" {
  source "a" { action = "allow" }
}`;
  checkDocument(withServices(text, "a", "b"), []);
});

test.each([
  [
    "in one block",
    `intentions "a" {
  source "b" { action = "allow" }
  source "b" { action = "deny" }
}`,
    ["3:3 MESH3020 Two intentions for one source and destination"],
  ],
  [
    "in two blocks",
    `intentions "a" {
  source "*" { action = "allow" }
}
intentions "a" {
  source "*" { action = "allow" }
}`,
    ["5:3 MESH3020 Two intentions for one source and destination"],
  ],
])("refused: %s", (_, text, expected) => checkDocument(withServices(text, "a", "b"), expected));

test("the message names both ends", () => {
  const diagnostic = onlyDiagnostic(
    withServices(
      `intentions "a" {\n  source "b" { action = "allow" }\n  source "b" { action = "deny" }\n}`,
      "a",
      "b",
    ),
  );
  expect(diagnostic.detail).toBe(
    'What "b" may send to "a" is already declared. Merge the two source blocks.',
  );
  expect(underlined(diagnostic).related).toEqual(['First declared here. source "b"']);
});
