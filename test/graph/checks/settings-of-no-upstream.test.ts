import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const calling = (...lines: readonly string[]): ReturnType<typeof withServices> =>
  withServices(
    `service "web" {\n  port    = 8080\n  address = "10.0.0.9"\n  upstream "a" {\n    local_bind_port = 9001\n  }\n${lines.map((line) => `  ${line}\n`).join("")}}\n`,
    "a",
    "b",
  );

test.each([
  ["an upstream's", calling("upstream_config {", '  override "a" { connect_timeout_ms = 5 }', "}")],
  ["those of all", calling("upstream_config {", "  defaults { connect_timeout_ms = 5 }", "}")],
])("settings of an upstream: %s", (_, documents) => checkDocument(documents, []));

test.each([
  [
    "of a service that is not called",
    calling("upstream_config {", '  override "b" { connect_timeout_ms = 5 }', "}"),
    "8:14 MESH3073 warning These settings are for no upstream",
  ],
  [
    "of a service that nobody declares",
    calling("upstream_config {", '  override "c" { connect_timeout_ms = 5 }', "}"),
    "8:14 MESH3002 Reference to an undeclared service",
  ],
  [
    "of all, by a name",
    calling("upstream_config {", '  defaults { name = "a" }', "}"),
    "8:23 MESH3073 warning A name where it has no meaning",
  ],
])("settings of none: %s", (_, documents, expected) => checkDocument(documents, [expected]));
