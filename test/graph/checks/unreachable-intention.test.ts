import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

/** One line for each intention, `destination: source action …`, under a default that none of the actions equals. */
function intentions(...lines: readonly string[]): ReturnType<typeof withServices> {
  const blocks = lines.map((line) => {
    const [destination = "", rules = ""] = line.split(": ");
    const sources = rules.split(", ").map((rule) => {
      const [name = "", action = ""] = rule.split(" ");
      return `  source "${name}" { action = "${action}" }\n`;
    });
    return `intentions "${destination}" {\n${sources.join("")}}\n`;
  });
  return withServices(`${blocks.join("")}mesh { default_intention_policy = "allow" }\n`, "a", "b");
}

test.each([
  ["nothing else is said", ["*: a deny"]],
  ["one service has no intention of its own", ["*: a deny", "a: * deny"]],
  ["one service names others only", ["*: a deny", "a: * deny", "b: b deny"]],
  ["any caller, where each service names one", ["*: * deny", "a: a deny", "b: a deny"]],
])("can decide: %s", (_, lines) => checkDocument(intentions(...lines), []));

test.each([
  ["every service decides about any caller", ["*: a deny", "a: * deny", "b: * deny"]],
  ["every service decides about this caller", ["*: a deny", "a: a deny", "b: a deny"]],
  ["some this way and some that", ["*: a deny", "a: * deny", "b: a deny"]],
  ["any caller, where every service says it", ["*: * deny", "a: * deny", "b: * deny"]],
])("never decides: %s", (_, lines) =>
  checkDocument(intentions(...lines), ["2:3 MESH3030 warning This intention never decides"]),
);

test("the message points at one that decides", () => {
  const diagnostic = onlyDiagnostic(intentions("*: a deny", "a: * deny", "b: * deny"));
  expect(diagnostic.detail).toBe(
    "Every service has a more precise intention about this caller, or about any. Remove this one, or name the destination it is meant for.",
  );
  expect(underlined(diagnostic)).toEqual({
    subject: 'source "a"',
    related: [`This one decides for "a". source "*"`],
  });
});
