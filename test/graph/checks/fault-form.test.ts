import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const fault = (...lines: readonly string[]): ReturnType<typeof withServices> =>
  withServices(
    `service_defaults "a" {\n  fault_injection {\n${lines.map((line) => `    ${line}\n`).join("")}  }\n}`,
    "a",
  );

test.each([
  ["a delay", fault('delay { duration = "1s" }')],
  ["an abort", fault("abort { http_status = 503 }")],
  ["an abort of gRPC", fault("abort { grpc_status = 14 }")],
  ["both", fault('delay { duration = "1s" }', "abort { http_status = 503 }")],
])("accepted: %s", (_, documents) => checkDocument(documents, []));

test.each([
  ["nothing", fault(), "2:3 MESH3075 Fault injection without a fault"],
  ["an abort without a status", fault("abort { percent = 5 }"), "3:5 MESH3075 An abort without a status"],
  [
    "an abort with two",
    fault("abort {", "  http_status = 503", "  grpc_status = 14", "}"),
    "3:5 MESH3075 An abort with two statuses",
  ],
  [
    "a share of nothing",
    fault("abort {", "  http_status = 503", "  percent     = 0", "}"),
    "5:21 MESH3075 warning This abort meets no request",
  ],
  [
    "no delay at all",
    fault("delay {", '  duration = "1s"', "  percent  = 0", "}"),
    "5:18 MESH3075 warning This delay meets no request",
  ],
])("told: %s", (_, documents, expected) => checkDocument(documents, [expected]));
