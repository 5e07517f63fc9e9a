import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const upstreams = (...names: readonly string[]): ReturnType<typeof withServices> =>
  withServices(
    `service "web" {\n  port = 8080\n${names
      .map((name, position) => `  upstream "${name}" { local_bind_port = ${9000 + position} }\n`)
      .join("")}}`,
    "a",
    "b",
  );

test("each destination once", () => checkDocument(upstreams("a", "b"), []));

test("twice and three times", () =>
  checkDocument(upstreams("a", "b", "a", "a"), [
    "5:3 MESH3023 Two upstreams with one destination",
    "6:3 MESH3023 Two upstreams with one destination",
  ]));

test("the message points at the first", () => {
  const diagnostic = onlyDiagnostic(upstreams("a", "a"));
  expect(diagnostic.detail).toBe('"web" already has an upstream "a". Remove one of the two.');
  expect(underlined(diagnostic).related).toEqual(['The first one is here. upstream "a"']);
});
