import { expect, test } from "@jest/globals";
import { compiledMesh } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const intentions = (destination: string, ...sources: readonly string[]): string =>
  `intentions "${destination}" {\n${sources
    .map((source) => {
      const [name, action = "allow"] = source.split(" ");
      return `  source "${name}" { action = "${action}" }\n`;
    })
    .join("")}}\n`;

/** The rules that decide about a destination as `precedence id action`, in the order in which they are tried. */
function rulesOf(destination: string, text: string): readonly string[] {
  const { graph } = compiledMesh(withServices(text, "a", "b", "c"));
  return (graph.intentions.get(destination) ?? []).map(
    ({ precedence, id, decision }) =>
      `${precedence} ${id} ${decision.kind === "action" ? decision.action : "permissions"}`,
  );
}

test.each([
  ["none", "", []],
  ["source and destination by name", intentions("a", "b"), ["9 a/b allow"]],
  ["any source", intentions("a", "*"), ["8 a/* allow"]],
  ["any destination", intentions("*", "b"), ["6 */b allow"]],
  ["any of both", intentions("*", "*"), ["5 */* allow"]],
  [
    "most precise first, whatever the order",
    intentions("*", "*", "c") + intentions("a", "*", "b"),
    ["9 a/b allow", "8 a/* allow", "6 */c allow"],
  ],
  [
    "one rule for each source: the most precise",
    intentions("*", "b deny") + intentions("a", "b"),
    ["9 a/b allow"],
  ],
  [
    "any source of this destination before any of all",
    intentions("*", "* deny") + intentions("a", "*"),
    ["8 a/* allow"],
  ],
  ["equal precedence by name", intentions("a", "c", "a", "b"), ["9 a/a allow", "9 a/b allow", "9 a/c allow"]],
  ["others' rules are not here", intentions("b", "a"), []],
])("precedence: %s", (_, text, expected) => expect(rulesOf("a", text)).toEqual(expected));

test("permissions keep their order and are numbered", () => {
  const text = `intentions "a" {
  source "b" {
    permission {
      action = "deny"
      http {
        path_exact = "/x"
        methods    = ["PUT", "GET"]
      }
    }
    permission {
      action = "allow"
      http { path_prefix = "/" }
    }
  }
}`;
  const { graph } = compiledMesh(withServices(text, "a", "b"));
  expect(graph.intentions.get("a")?.[0]?.decision).toMatchObject({
    kind: "permissions",
    permissions: [
      { id: "a/b#0", action: "deny", path: { kind: "exact", value: "/x" }, methods: ["GET", "PUT"] },
      { id: "a/b#1", action: "allow", path: { kind: "prefix", value: "/" }, methods: [] },
    ],
  });
});
