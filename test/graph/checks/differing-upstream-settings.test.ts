import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

/** web calls a and b, each as given; requests for b may end at a. */
const callers = (
  settingsOfA: string,
  settingsOfB: string,
  more = 'resolver "b" {\n  redirect { service = "a" }\n}',
): ReturnType<typeof withServices> =>
  withServices(
    `service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.1.0.1"
  upstream "a" {
    local_bind_port = 9001
    config {
      ${settingsOfA}
    }
  }
  upstream "b" {
    local_bind_port = 9002
    config {
      ${settingsOfB}
    }
  }
}
${more}`,
    "a",
    "b",
  );

const fast = "connect_timeout_ms = 100";

test.each([
  ["nothing is set", callers("", "")],
  ["equal settings", callers(fast, fast)],
  ["different settings of different targets", callers(fast, "", "")],
  ["the protocol that the service speaks anyway", callers('protocol = "http"', "")],
  ["a listener's setting", callers('balance_outbound_connections = "exact_balance"', "")],
])("accepted: %s", (_, documents) => checkDocument(documents, []));

test.each([
  ["a redirect", 'resolver "b" {\n  redirect { service = "a" }\n}'],
  ["a failover", 'resolver "b" {\n  failover "*" { service = "a" }\n}'],
  ["a splitter", 'splitter "b" {\n  split {\n    weight  = 100\n    service = "a"\n  }\n}'],
])("by %s", (_, more) =>
  checkDocument(callers(fast, "", more), ['11:3 MESH3040 Different settings for "a"']),
);

test.each([
  ["the time to connect", fast, 28],
  ["limits", "limits { max_connections = 1 }", 7],
  ["passive checks", "passive_health_check { max_failures = 1 }", 7],
  ["active checks", 'active_health_check { path = "/" }', 7],
  ["the protocol", 'protocol = "http2"', 18],
])("in %s", (_, settings, column) =>
  checkDocument(callers("", settings), [`14:${column} MESH3040 Different settings for "a"`]),
);

test("the message names both upstreams and what differs", () => {
  const diagnostic = onlyDiagnostic(callers(fast, "limits { max_connections = 1 }"));
  expect(diagnostic.detail).toBe(
    'Of "web", the upstreams "a" and "b" both lead to "a", and their requests share its connections; but they differ in connect_timeout_ms, limits. Give both the same settings.',
  );
  expect(underlined(diagnostic)).toEqual({
    subject: 'upstream "b"',
    related: ['The upstream "a" is called like this. 100'],
  });
});
