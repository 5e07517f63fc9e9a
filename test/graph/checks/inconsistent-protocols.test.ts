import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const services = (webProtocol: string, apiProtocol: string): string => `service "web" {
  port     = 8080
  protocol = "${webProtocol}"
}
service "api" {
  port     = 8080
  address  = "10.0.0.1"
  protocol = "${apiProtocol}"
}
`;
const redirect = `resolver "web" {
  redirect { service = "api" }
}`;
const failover = `resolver "web" {
  failover "*" { service = "api" }
}`;
const split = `splitter "web" {
  split { weight = 50 }
  split {
    weight  = 50
    service = "api"
  }
}`;

test.each([
  ["a redirect", redirect],
  ["a failover", failover],
  ["a split", split],
])("one protocol throughout: %s", (_, text) => checkDocument(services("grpc", "grpc") + text, []));

test.each([
  ["a redirect", redirect, ["1:1 MESH3007 Services of one chain speak different protocols"]],
  ["a failover", failover, ["1:1 MESH3007 Services of one chain speak different protocols"]],
  ["a split", split, ["12:3 MESH3007 Services of one chain speak different protocols"]],
])("two protocols: %s", (_, text, expected) => checkDocument(services("http", "tcp") + text, expected));

test("a service reached over two subsets is reported once", () => {
  const text = `resolver "api" {
  subset "a" {}
  subset "b" {}
}
resolver "web" {
  failover "*" {
    target {
      service = "api"
      subset  = "a"
    }
    target {
      service = "api"
      subset  = "b"
    }
  }
}`;
  checkDocument(services("http", "tcp") + text, [
    "1:1 MESH3007 Services of one chain speak different protocols",
  ]);
});

test("a broken service may have meant another protocol", () => {
  const text = services("http", "tcp").replace('protocol = "tcp"', 'protcol = "http"') + redirect;
  checkDocument(text, ["8:3 MESH1040 Unsupported argument"]);
});

test("the message names both protocols and both places", () => {
  const diagnostic = onlyDiagnostic(services("http", "grpc") + split);
  expect(diagnostic.detail).toBe(
    'Requests for "web" (http) can end at "api" (grpc). Give both the same protocol.',
  );
  expect(underlined(diagnostic)).toEqual({
    subject: "split",
    related: ['"web" is declared here. service "web"', '"api" is declared here. service "api"'],
  });
});
