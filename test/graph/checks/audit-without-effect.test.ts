import { expect, test } from "@jest/globals";
import type { Documents } from "../../support/check-document.ts";
import { compileDocuments, drawn } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const sources = (first: string, second = "deny", entry = ""): ReturnType<typeof withServices> =>
  withServices(
    `intentions "a" {\n${entry}  source "b" {\n    ${first}\n  }\n  source "*" { action = "${second}" }\n}\n`,
    "a",
    "b",
  );
/** Hints about what is equal to the default policy are another rule's. */
const told = (documents: Documents): readonly string[] =>
  compileDocuments(documents)
    .diagnostics.filter(({ severity }) => severity !== "hint")
    .map(drawn);
const ofEntry = '  enforcement = "audit"\n';
const permission =
  'permission {\n      action = "allow"\n      http { path_prefix = "/a" }\n    }\n    enforcement = "audit"';

test.each([
  ["a denial", sources('action = "deny"\n    enforcement = "audit"', "allow")],
  ["permissions", sources(permission)],
  ["a block with a denial", sources('action = "allow"', "deny", ofEntry)],
  ["nothing audited", sources('action = "allow"')],
])("something to note: %s", (_, documents) => expect(told(documents)).toEqual([]));

const summary = "MESH3078 warning This audit has nothing to note";

test.each([
  ["what allows", sources('action = "allow"\n    enforcement = "audit"'), `4:19 ${summary}`],
  ["a block that allows", sources('action = "allow"', "allow", ofEntry), `2:17 ${summary}`],
])("nothing to note: %s", (_, documents, expected) => expect(told(documents)).toEqual([expected]));
