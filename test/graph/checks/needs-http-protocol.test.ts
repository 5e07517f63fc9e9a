import { expect, test } from "@jest/globals";
import { checkDocument, compileDocuments, onlyDiagnostic, underlined } from "../../support/check-document.ts";

const service = (protocol: string): string => `service "web" {
  port = 8080
  ${protocol}
}
`;
const splitter = `splitter "web" {
  split { weight = 100 }
}`;
const router = `router "web" {
  route {
    destination { request_timeout = "3s" }
  }
}`;
const intentions = `intentions "web" {
  source "web" {
    permission {
      action = "allow"
      http { path_prefix = "/" }
    }
  }
}`;

test.each(["http", "http2", "grpc"])("a router, a splitter and permissions for %s", (protocol) =>
  checkDocument(service(`protocol = "${protocol}"`) + [router, splitter, intentions].join("\n"), []),
);

test("a plain action for tcp", () =>
  checkDocument(
    service('protocol = "tcp"') + 'intentions "web" {\n  source "*" { action = "allow" }\n}',
    [],
  ));

test.each([
  [
    "a splitter, tcp by default",
    "",
    splitter,
    ['5:1 MESH3006 Splitter "web" needs a service that speaks http'],
  ],
  ["a router", 'protocol = "tcp"', router, ['5:1 MESH3006 Router "web" needs a service that speaks http']],
  [
    "a splitter",
    'protocol = "tcp"',
    splitter,
    ['5:1 MESH3006 Splitter "web" needs a service that speaks http'],
  ],
  ["permissions", "", intentions, ["7:5 MESH3006 Permissions need a service that speaks http"]],
])("refused: %s", (_, protocol, text, expected) => checkDocument(service(protocol) + text, expected));

test("a service with a mistake may have meant http", () => {
  checkDocument(service('protocl = "http"') + splitter + "\n" + intentions, [
    "3:3 MESH1040 Unsupported argument",
  ]);
});

test("the message names the service and the way out of each", () => {
  const diagnostic = onlyDiagnostic(service("") + splitter);
  expect(diagnostic.detail).toBe(
    'The service "web" speaks tcp, whose requests nobody can tell apart. Set `protocol = "http"` (or http2, grpc) on the service, or remove the splitter.',
  );
  expect(underlined(diagnostic).related).toEqual(['"web" is declared here. service "web"']);
  const [permission] = compileDocuments(service("") + intentions).diagnostics;
  expect(permission?.detail).toContain("or use a plain `action`.");
});
