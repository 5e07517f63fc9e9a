import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const refused = "MESH3045 The mesh allows no permissive mutual TLS";

test.each([
  ["strict by default", `service "web" { port = 8080 }`, []],
  ["strict by choice", `service "web" {\n  port = 8080\n  mutual_tls_mode = "strict"\n}`, []],
  [
    "of the service",
    `service "web" {\n  port = 8080\n  mutual_tls_mode = "permissive"\n}`,
    [`3:21 ${refused}`],
  ],
  [
    "of service-defaults",
    `service "web" { port = 8080 }\nservice_defaults "web" { mutual_tls_mode = "permissive" }`,
    [`2:44 ${refused}`],
  ],
  [
    "of all proxies",
    `service "web" { port = 8080 }\nproxy_defaults { mutual_tls_mode = "permissive" }`,
    [`2:36 ${refused}`],
  ],
  [
    "allowed",
    `service "web" {\n  port = 8080\n  mutual_tls_mode = "permissive"\n}\nmesh { allow_enabling_permissive_mutual_tls = true }`,
    [],
  ],
])("%s", (_, text, expected) => checkDocument(text, expected));

test("the mesh that does not allow it is named", () => {
  const diagnostic = onlyDiagnostic(`mesh { datacenter = "eu-1" }
service "web" {
  port            = 8080
  mutual_tls_mode = "permissive"
}`);
  expect(underlined(diagnostic)).toEqual({
    subject: '"permissive"',
    related: ["The mesh is declared here. mesh"],
  });
});
