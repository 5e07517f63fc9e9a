import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const calling = (check: string): ReturnType<typeof withServices> =>
  withServices(
    `service "web" {\n  port    = 8080\n  address = "10.0.0.9"\n  upstream "a" {\n    local_bind_port = 9001\n    config {\n      passive_health_check { ${check} }\n    }\n  }\n}\n`,
    "a",
  );
const forAll = `service "web" {
  port    = 8080
  address = "10.0.0.9"
  upstream "a" { local_bind_port = 9001 }
  upstream "b" { local_bind_port = 9002 }
  upstream_config {
    defaults {
      passive_health_check { max_ejection_percent = 100 }
    }
  }
}`;

test.each([
  ["nothing said", ""],
  ["a share", "max_ejection_percent = 99"],
  ["no share, which still leaves out one of several", "max_ejection_percent = 0"],
  ["half of the cases", "enforcing_consecutive_5xx = 50"],
])("accepted: %s", (_, check) => checkDocument(calling(check), []));

test("gateway failures alone", () =>
  checkDocument(
    calling("\nenforcing_consecutive_5xx = 0\nenforcing_consecutive_gateway_failure = 100\n"),
    [],
  ));

test.each([
  [
    "all instances",
    calling("max_ejection_percent = 100"),
    "7:7 MESH3071 warning Every instance may be left out",
  ],
  [
    "all of all upstreams, told once",
    withServices(forAll, "a", "b"),
    "8:7 MESH3071 warning Every instance may be left out",
  ],
  ["none", calling("enforcing_consecutive_5xx = 0"), "7:7 MESH3072 warning No instance is ever left out"],
])("told: %s", (_, documents, expected) => checkDocument(documents, [expected]));

test("the message names the service and its number of instances", () => {
  const diagnostic = onlyDiagnostic(calling("max_ejection_percent = 100"));
  expect(diagnostic.detail).toBe(
    'The only instance of "a" may be left out at a time. Choose a max_ejection_percent that leaves enough for the load.',
  );
  expect(underlined(diagnostic).related).toEqual(['"a" is declared here. service "a"']);
  expect(onlyDiagnostic(withServices(forAll, "a", "b")).detail).toContain(
    'The only instance of "a", and of the others it is for, may be left out',
  );
});
