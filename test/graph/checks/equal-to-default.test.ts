import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

function document(
  policy: "allow" | "deny" | undefined,
  ...blocks: readonly string[]
): ReturnType<typeof withServices> {
  const mesh = policy === undefined ? "" : `mesh { default_intention_policy = "${policy}" }\n`;
  return withServices(`${blocks.join("\n")}\n${mesh}`, "a", "b");
}

const to = (destination: string, source: string, action: string): string =>
  `intentions "${destination}" {\n  source "${source}" { action = "${action}" }\n}`;

test.each([
  ["a denial under the built-in default", undefined, [to("a", "b", "deny")]],
  ["a denial under the default that is given", "deny", [to("a", "b", "deny")]],
  ["what is allowed anyway", "allow", [to("a", "b", "allow")]],
  ["any caller", "deny", [to("a", "*", "deny")]],
  ["any destination", "deny", [to("*", "b", "deny")]],
  ["both", "deny", [to("*", "*", "deny")]],
  ["another caller is decided about elsewhere", "deny", [to("a", "b", "deny"), to("*", "a", "allow")]],
] as const)("changes nothing: %s", (_, policy, blocks) =>
  checkDocument(document(policy, ...blocks), ["2:3 MESH3031 hint This intention changes nothing"]),
);

test.each([
  ["the other action", "deny", [to("a", "b", "allow")]],
  ["any caller of the service may else", "deny", [to("a", "b", "deny"), to("a", "*", "allow")]],
  ["the caller may elsewhere", "deny", [to("a", "b", "deny"), to("*", "b", "allow")]],
  ["anybody may anything else", "deny", [to("a", "b", "deny"), to("*", "*", "allow")]],
  ["any caller, where one may anything", "deny", [to("a", "*", "deny"), to("*", "b", "allow")]],
  ["one caller anywhere, where others may", "deny", [to("*", "b", "deny"), to("*", "*", "allow")]],
] as const)("has a reason: %s", (_, policy, blocks) => checkDocument(document(policy, ...blocks), []));

test("the message names the policy", () => {
  expect(onlyDiagnostic(document("deny", to("a", "b", "deny"))).detail).toBe(
    "The default policy is deny too, and no less precise intention says otherwise. Remove it, or keep it for its readers.",
  );
});

const audited =
  'intentions "a" {\n  source "b" {\n    action      = "deny"\n    enforcement = "audit"\n  }\n}';
const tokened =
  'intentions "a" {\n  source "b" { action = "allow" }\n  jwt {\n    provider "own" {}\n  }\n}\njwt_provider "own" {\n  issuer = "x"\n  json_web_key_set {\n    local { filename = "/keys" }\n  }\n}';

test.each([
  ["an audit lets pass what the default refuses", "deny", audited],
  ["a token is asked for", "allow", tokened],
] as const)("changes something: %s", (_, policy, text) => checkDocument(document(policy, text), []));
