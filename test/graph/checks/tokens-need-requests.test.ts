import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const entry = (destination: string): string => `intentions "${destination}" {
  jwt {
    provider "own" {}
  }
  source "web" { action = "allow" }
}
jwt_provider "own" {
  issuer = "https://id.internal"
  json_web_key_set {
    local { filename = "/etc/keys.json" }
  }
}
`;
const services = (protocol: string): string => `service "api" {
  port     = 1
  protocol = "${protocol}"
  address  = "10.0.0.2"
}
service "web" {
  port    = 1
  address = "10.0.0.1"
}
`;

test.each([
  ["allowed: grpc", entry("api") + services("grpc"), []],
  ["refused: tcp", entry("api") + services("tcp"), ["2:3 MESH3052 Tokens need a service that speaks http"]],
  ["refused: any", entry("*") + services("http"), ["2:3 MESH3052 Tokens for every destination"]],
])("%s", (_, text, expected) => checkDocument(text, expected));

test("the service is shown", () => {
  expect(underlined(onlyDiagnostic(entry("api") + services("tcp")))).toEqual({
    subject: "jwt",
    related: ['"api" is declared here. service "api"'],
  });
});
