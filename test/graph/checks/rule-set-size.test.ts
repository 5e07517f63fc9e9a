import { expect, test } from "@jest/globals";
import { compileDocuments, drawn } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

/** One destination, callers with as many permissions each. */
function rules(destination: string, callers: number, permissions: number): string {
  const permission =
    'permission {\n    action = "allow"\n    http {\n      path_exact = "/$NUMBER"\n    }\n  }\n';
  const body =
    permissions === 0
      ? 'action = "allow"\n'
      : Array.from({ length: permissions }, (_, number) => permission.replace("$NUMBER", `${number}`)).join(
          "",
        );
  return `intentions "${destination}" {\n${Array.from(
    { length: callers },
    (_, number) => `source "caller-${number}" {\n  external = true\n  ${body}}\n`,
  ).join("")}}\n`;
}

test.each([
  ["the limit of one source", rules("a", 1, 1_000), []],
  ["one permission more", rules("a", 1, 1_001), ["6004:1 MESH3053 More than 1000 permissions of one source"]],
  ["the limit of one destination", rules("a", 10_000, 0), []],
  ["one source more", rules("a", 10_001, 0), ["39998:1 MESH3053 10001 rules about one destination"]],
  [
    "sources of every destination, once for all of them",
    rules("*", 10_001, 0),
    ["39998:1 MESH3053 10001 rules about one destination"],
  ],
])("%s", (_, text, expected) => {
  const { diagnostics } = compileDocuments(withServices(text, "a", "b"));
  expect(diagnostics.map(drawn)).toEqual(expected);
});
