import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const intentions = (destination: string, source: string): string => `intentions "${destination}" {
  source "a" {
    ${source}
  }
}`;
const permission = (http: string): string => `permission {
      action = "allow"
      http {
        ${http}
      }
    }`;

test.each([
  ["an action", "a", 'action = "allow"'],
  ["an action for every destination", "*", 'action = "allow"'],
  ["permissions", "a", `${permission('path_exact = "/a"')}\n${permission('path_prefix = "/b/"')}`],
  ["a permission without a path", "a", permission('methods = ["GET"]')],
])("allowed: %s", (_, destination, source) =>
  checkDocument(withServices(intentions(destination, source), "a"), []),
);

test.each([
  ["nothing said", "a", "", ["2:3 MESH3017 Neither an action nor permissions"]],
  [
    "an action and a permission",
    "a",
    `action = "allow"\n${permission('path_exact = "/a"')}`,
    ["2:3 MESH3017 Both an action and permissions"],
  ],
  [
    "permissions on every destination",
    "*",
    permission('path_exact = "/a"'),
    ["2:3 MESH3018 Permissions on every destination"],
  ],
  [
    "permissions on every destination, reported once for many services",
    "*",
    `${permission('path_prefix = "/"')}\n${permission('path_exact = "/a"')}`,
    ["2:3 MESH3018 Permissions on every destination"],
  ],
])("refused: %s", (_, destination, source, expected) =>
  checkDocument(withServices(intentions(destination, source), "a", "b"), expected),
);

test("the details name the way out", () => {
  const of = (source: string, destination = "a"): string =>
    onlyDiagnostic(withServices(intentions(destination, source), "a")).detail;
  expect(of("")).toBe(
    'A source has either `action = "allow"` (or "deny") for everything it sends, or permission blocks for single requests.',
  );
  expect(of(permission('path_exact = "/a"'), "*")).toBe(
    'Destinations may speak different protocols, so permissions need one service by name. Use a plain `action` for "*".',
  );
});
