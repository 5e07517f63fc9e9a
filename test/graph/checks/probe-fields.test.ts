import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

/** Lines 8 and on are within the settings. */
const called = (protocol: string, ...settings: readonly string[]): string => `service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  upstream "api" {
    local_bind_port = 9001
    config {
${settings.map((line) => `      ${line}\n`).join("")}
    }
  }
}
service "api" {
  port     = 9090
  protocol = "${protocol}"
}`;
const probe = (protocol: string, ...fields: readonly string[]): string =>
  called(protocol, "active_health_check {", ...fields.map((field) => `  ${field}`), "}");

test.each([
  ["http", 'path = "/x"'],
  ["http2", 'path = "/x"'],
  ["grpc", 'grpc_service = "x"'],
  ["grpc", 'type = "http"', 'path = "/x"'],
])("accepted: of %s with %s %s", (protocol, ...fields) => checkDocument(probe(protocol, ...fields), []));

test.each([
  ["tcp", "No use for path in probes of type tcp", 'path = "/x"'],
  ["grpc", "No use for path in probes of type grpc", 'path = "/x"'],
  ["http2", "No use for grpc_service in probes of type http", 'grpc_service = "x"'],
])("refused: of %s", (protocol, summary, field) =>
  checkDocument(probe(protocol, field), [`9:${8 + field.indexOf("=") + 3} MESH3042 ${summary}`]),
);

test("a type counts before the protocol", () =>
  checkDocument(probe("http", 'path = "/x"', 'type = "tcp"'), [
    "9:16 MESH3042 No use for path in probes of type tcp",
  ]));

test("a block for several upstreams may have what one of them needs", () => {
  const services = ["http", "grpc"].map(
    (protocol, position) =>
      `service "${protocol}" {\n  port     = 9090\n  address  = "10.0.0.${position}"\n  protocol = "${protocol}"\n}\n`,
  );
  const caller = (field: string): string => `service "web" {
  port     = 8080
  address  = "10.1.0.1"
  upstream "http" { local_bind_port = 9001 }
  upstream "grpc" { local_bind_port = 9002 }
  upstream_config {
    defaults {
      active_health_check {
        ${field}
      }
    }
  }
}
`;
  checkDocument(caller('path = "/x"') + services.join(""), []);
  checkDocument(caller('grpc_service = "x"') + services.join(""), []);
});

test("two names for one number", () => {
  const diagnostic = onlyDiagnostic(
    called("http", "passive_health_check {", "  max_failures    = 3", "  consecutive_5xx = 4", "}"),
  );
  expect(diagnostic.detail).toBe("max_failures and consecutive_5xx mean the same. Remove one of them.");
  expect(underlined(diagnostic)).toEqual({ subject: "3", related: ["The other name is here. 4"] });
});
