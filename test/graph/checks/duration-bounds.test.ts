import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const resolver = (timeout: string): string => `resolver "web" {\n  connect_timeout = "${timeout}"\n}`;
const check = (field: string, duration: string): string => `service "web" {
  port = 8080
  check "tcp" { ${field} = "${duration}" }
}`;

test.each(["1ms", "0.5s", "1m30s", "24h", "1s1ns"])("a connect_timeout of %s", (timeout) =>
  checkDocument(withServices(resolver(timeout), "web"), []),
);

test.each([
  ["interval", "10ms"],
  ["interval", "24h"],
  ["timeout", "1ms"],
])("a check's %s of %s", (field, duration) => checkDocument(check(field, duration), []));

test.each(["0s", "1ns", "0.4ms", "24h1ms", "9".repeat(400) + "h"])("no connect_timeout of %s", (timeout) =>
  checkDocument(withServices(resolver(timeout), "web"), ["2:21 MESH3025 connect_timeout is out of range"]),
);

test.each([
  ["interval", "0s"],
  ["interval", "9ms"],
  ["timeout", "0ms"],
  ["timeout", "25h"],
])("no check's %s of %s", (field, duration) =>
  checkDocument(check(field, duration), [`3:${20 + field.length} MESH3025 ${field} is out of range`]),
);

const route = (timeout: string): ReturnType<typeof withServices> =>
  withServices(
    `router "web" {\n  route {\n    destination { request_timeout = "${timeout}" }\n  }\n}`,
    "web",
  );

test("no request_timeout below zero: any time is 0s", () => {
  checkDocument(route("0s"), []);
  checkDocument(route("-5s"), ["3:37 MESH3025 request_timeout is out of range"]);
});

const probing = (block: string, field: string, duration: string): ReturnType<typeof withServices> =>
  withServices(
    `service "web" {
  port = 1
  upstream_config {
    defaults {
      ${block} { ${field} = "${duration}" }
    }
  }
}`,
    "a",
  );

test.each([
  ["passive_health_check", "interval", "1ms"],
  ["passive_health_check", "base_ejection_time", "24h"],
  ["active_health_check", "interval", "10ms"],
  ["active_health_check", "timeout", "1ms"],
])("in %s a %s of %s", (block, field, duration) => checkDocument(probing(block, field, duration), []));

test.each([
  ["passive_health_check", "interval", "0s"],
  ["passive_health_check", "base_ejection_time", "0s"],
  ["active_health_check", "interval", "9ms"],
  ["active_health_check", "timeout", "25h"],
])("in %s no %s of %s", (block, field, duration) =>
  checkDocument(probing(block, field, duration), [
    `5:${7 + block.length + 3 + field.length + 3} MESH3025 ${field} is out of range`,
  ]),
);

test("the detail gives the bounds", () => {
  expect(onlyDiagnostic(check("interval", "0s")).detail).toBe(
    "interval must last at least 10ms and at most 24h. Correct it.",
  );
});
