import { expect, test } from "@jest/globals";
import { allowedCallers } from "../../src/envoy/authorization/allowed-callers.ts";
import { compiledMesh } from "../support/check-document.ts";

const services = ["api", "web", "batch"]
  .map((name, host) => `service "${name}" {\n  port    = 1\n  address = "10.0.0.${host + 1}"\n}\n`)
  .join("");

/** Who gets through the handshake of api, without the part that all identities share. */
function callersOf(text: string): readonly string[] {
  const { graph } = compiledMesh(services + text);
  const service = graph.services.get("api");
  if (!service) throw new Error("the service is not declared");
  return allowedCallers(graph, service).map(({ matcher }) =>
    JSON.stringify(matcher).replace("spiffe://mesh.internal/ns/default/dc/dc1/svc/", "…"),
  );
}

const intentions = (...sources: readonly string[]): string =>
  `intentions "api" {\n${sources
    .map((source) => {
      const [name, action] = source.split(" ");
      return `  source "${name}" { action = "${action}" }\n`;
    })
    .join("")}}\n`;
const anybody = '{"prefix":"spiffe://mesh.internal/"}';

test.each([
  ["nobody without intentions", "", ['{"exact":"…"}']],
  ["whoever is allowed", intentions("web allow"), ['{"exact":"…web"}']],
  ["not who is denied", intentions("web allow", "batch deny"), ['{"exact":"…web"}']],
  ["anybody where any source is allowed", intentions("* allow"), [anybody]],
  ["whoever is allowed where any source is denied", intentions("web allow", "* deny"), ['{"exact":"…web"}']],
  [
    "every other service where all but some are allowed",
    intentions("* allow", "web deny"),
    ['{"exact":"…api"}', '{"exact":"…batch"}'],
  ],
  [
    "whoever is only audited",
    'intentions "api" {\n  source "web" {\n    action      = "deny"\n    enforcement = "audit"\n  }\n}\n',
    ['{"exact":"…web"}'],
  ],
  ["anybody by default", `mesh { default_intention_policy = "allow" }\n`, [anybody]],
])("%s", (_, text, expected) => expect(callersOf(text)).toEqual(expected));
