import { expect, test } from "@jest/globals";
import { checkDocument, compiledMesh, onlyDiagnostic, underlined } from "../../support/check-document.ts";

test.each([
  ["nothing said", "", "", "", "tcp"],
  ["the service alone", 'protocol = "http"', "", "", "http"],
  ["the service-defaults alone", "", 'protocol = "grpc"', "", "grpc"],
  ["both, and equal", 'protocol = "grpc"', 'protocol = "grpc"', "", "grpc"],
  ["proxy_defaults for all", "", "", 'config { protocol = "http2" }', "http2"],
  ["the service against proxy_defaults", 'protocol = "tcp"', "", 'config { protocol = "http2" }', "tcp"],
  [
    "service-defaults against proxy_defaults",
    "",
    'protocol = "http"',
    'config { protocol = "http2" }',
    "http",
  ],
])("the protocol with %s", (_, service, defaults, all, protocol) => {
  const text = `service "api" {
  port = 8080
  ${service}
}
service_defaults "api" {
  ${defaults}
}
proxy_defaults {
  ${all}
}`;
  expect(compiledMesh(text).graph.services.get("api")?.protocol).toBe(protocol);
});

test("two protocols: both places are named", () => {
  const diagnostic = onlyDiagnostic(`service "api" {
  port     = 8080
  protocol = "http"
}
service_defaults "api" { protocol = "grpc" }`);
  expect(diagnostic).toMatchObject({ code: "MESH3027", summary: 'Two protocols for "api"' });
  expect(underlined(diagnostic)).toEqual({
    subject: '"http"',
    related: ['The service-defaults say grpc here. "grpc"'],
  });
});

test("broken service-defaults may have said what a splitter needs", () =>
  checkDocument(
    `service "api" { port = 8080 }
service_defaults "api" { protocol = "htp" }
splitter "api" {
  split { weight = 100 }
}`,
    ["2:37 MESH2002 Unsupported value for protocol"],
  ));

test("service-defaults of a service that nobody declares", () =>
  checkDocument('service_defaults "api" { protocol = "http" }', [
    "1:18 MESH3002 Reference to an undeclared service",
  ]));
