import { expect, test } from "@jest/globals";
import { checkDocument, compileDocuments, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const undeclared = "MESH3002 Reference to an undeclared service";

test.each([
  [
    "an upstream",
    `service "web" {
  port = 9090
  upstream "nobody" { local_bind_port = 9000 }
}`,
    [`3:12 ${undeclared}`],
  ],
  ["a splitter", 'splitter "nobody" {\n  split { weight = 100 }\n}', [`1:10 ${undeclared}`]],
  [
    "a split",
    'splitter "a" {\n  split {\n    weight  = 100\n    service = "nobody"\n  }\n}',
    [`4:15 ${undeclared}`],
  ],
  ["a router", 'router "nobody" {}', [`1:8 ${undeclared}`]],
  [
    "a route",
    'router "a" {\n  route {\n    destination { service = "nobody" }\n  }\n}',
    [`3:29 ${undeclared}`],
  ],
  [
    "a mirror",
    'router "a" {\n  route {\n    destination {\n      request_mirror { service = "nobody" }\n    }\n  }\n}',
    [`4:34 ${undeclared}`],
  ],
  [
    "a mirror of a share",
    'splitter "a" {\n  split {\n    weight = 100\n    request_mirror { service = "nobody" }\n  }\n}',
    [`4:32 ${undeclared}`],
  ],
  [
    "an override",
    'service_defaults "a" {\n  upstream_config {\n    override "nobody" { connect_timeout_ms = 5 }\n  }\n}',
    [`3:14 ${undeclared}`],
  ],
  ["a resolver", 'resolver "nobody" {}', [`1:10 ${undeclared}`]],
  [
    "a resolver with a default subset",
    'resolver "nobody" {\n  default_subset = "v1"\n  subset "v1" {}\n}',
    [`1:10 ${undeclared}`],
  ],
  ["a redirect", 'resolver "a" {\n  redirect { service = "nobody" }\n}', [`2:24 ${undeclared}`]],
  ["a failover", 'resolver "a" {\n  failover "*" { service = "nobody" }\n}', [`2:28 ${undeclared}`]],
  [
    "a failover target",
    'resolver "a" {\n  failover "*" {\n    target { service = "nobody" }\n  }\n}',
    [`3:24 ${undeclared}`],
  ],
  [
    "an intention's destination",
    'intentions "nobody" {\n  source "a" { action = "allow" }\n}',
    [`1:12 ${undeclared}`],
  ],
  [
    "an intention's source",
    'intentions "a" {\n  source "nobody" { action = "allow" }\n}',
    [`2:10 ${undeclared}`],
  ],
])("refused: %s", (_, text, expected) => checkDocument(withServices(text, "a"), expected));

test("wildcards name no service", () =>
  checkDocument('intentions "*" {\n  source "*" { action = "allow" }\n}', []));

test("a service that is declared wrongly is declared", () => {
  checkDocument(
    `service "web" {}
intentions "web" {
  source "web" { action = "allow" }
}
resolver "web" {}`,
    ["1:1 MESH2005 Missing port"],
  );
});

test("names that objects have by themselves are not declared", () => {
  checkDocument('resolver "constructor" {}\nresolver "valueof" {}', [
    `1:10 ${undeclared}`,
    `2:10 ${undeclared}`,
  ]);
});

test("the detail suggests a name that is near", () => {
  const { detail } = onlyDiagnostic(
    withServices('intentions "booking-service" {\n  source "*" { action = "deny" }\n}', "booking-srvice"),
  );
  expect(detail).toBe(
    'No document of this set declares the service "booking-service" that this intention\'s destination names. Did you mean "booking-srvice"? Declare it with `service "booking-service" { … }`, or correct the name.',
  );
});

test("thousands of mistakes among thousands of services are told at once, the first with a suggestion", () => {
  const count = 2000;
  const lines = Array.from(
    { length: count },
    (_, index) =>
      `service "service-${index}" {\n  port    = 1\n  address = "10.0.${index >> 8}.${index & 255}"\n  upstream "servise-${index}" { local_bind_port = 2 }\n}\n`,
  );
  const { diagnostics } = compileDocuments(lines.join(""));
  expect(diagnostics).toHaveLength(count);
  expect(diagnostics[0]?.detail).toContain('Did you mean "service-0"?');
  expect(diagnostics.at(-1)?.detail).not.toContain("Did you mean");
});
