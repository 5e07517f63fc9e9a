import { expect, test } from "@jest/globals";
import {
  checkDocument,
  compileDocuments,
  drawn,
  onlyDiagnostic,
  underlined,
} from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

test.each([
  ["one name in several kinds", `resolver "a" {}\nsplitter "a" {\n  split { weight = 100 }\n}`],
  [
    "intentions of one destination in two blocks",
    `intentions "a" {
  source "a" { action = "allow" }
}
intentions "a" {
  source "b" { action = "allow" }
}`,
  ],
])("allowed: %s", (_, text) => checkDocument(withServices(text, "a", "b"), []));

test.each([
  ["two meshes", `mesh {}\nmesh {}`, ["2:1 MESH3001 Declared twice"]],
  [
    "three resolvers",
    `resolver "a" {}\nresolver "a" {}\nresolver "a" {}`,
    ["2:1 MESH3001 Declared twice", "3:1 MESH3001 Declared twice"],
  ],
  [
    "two splitters",
    `splitter "a" {
  split { weight = 100 }
}
splitter "a" {
  split { weight = 100 }
}`,
    ["4:1 MESH3001 Declared twice"],
  ],
  [
    "a name given in the block",
    `resolver "a" {}
resolver "b" {
  name = "a"
}`,
    ["2:1 MESH3001 Declared twice"],
  ],
])("refused: %s", (_, text, expected) => checkDocument(withServices(text, "a", "b"), expected));

test("two files that declare one service", () => {
  const service = `service "web" {\n  port = 8080\n}`;
  const { diagnostics } = compileDocuments({ "b.hcl": service, "a.hcl": service });
  expect(diagnostics.map(drawn)).toEqual(["1:1 MESH3001 Declared twice"]);
});

test("the message names the entry and points at the first", () => {
  const diagnostic = onlyDiagnostic(withServices(`resolver "a" {}\nresolver "a" {}`, "a"));
  expect(diagnostic.detail).toBe(
    'The service-resolver "a" is already declared. Merge the two blocks, or rename one.',
  );
  expect(underlined(diagnostic).related).toEqual(['First declared here. resolver "a"']);
});
