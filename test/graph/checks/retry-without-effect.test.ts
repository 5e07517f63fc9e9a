import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const retrying = (...lines: readonly string[]): string =>
  `router "a" {\n  route {\n    destination {\n${lines.map((line) => `      ${line}\n`).join("")}    }\n  }\n}\n`;
const grpc = 'service "a" {\n  port     = 8080\n  protocol = "grpc"\n}\n';

test.each([
  ["a number and a condition", withServices(retrying("num_retries = 2", 'retry_on = ["5xx"]'), "a")],
  ["a number and a status", withServices(retrying("num_retries = 2", "retry_on_status_codes = [503]"), "a")],
  [
    "a number and no connection",
    withServices(retrying("num_retries = 2", "retry_on_connect_failure = true"), "a"),
  ],
  ["a condition alone", withServices(retrying('retry_on = ["5xx"]'), "a")],
  ["never", withServices(retrying("num_retries = 0"), "a")],
  ["a condition of gRPC", retrying("num_retries = 2", 'retry_on = ["unavailable"]') + grpc],
])("has an effect: %s", (_, documents) => checkDocument(documents, []));

test.each([
  [
    "no condition",
    withServices(retrying("num_retries = 2"), "a"),
    "4:21 MESH3066 warning num_retries without a condition",
  ],
  [
    "no retry",
    withServices(retrying("num_retries = 0", 'retry_on = ["5xx"]'), "a"),
    "4:21 MESH3066 warning Conditions of retries beside num_retries = 0",
  ],
  [
    "a status that the protocol has not",
    withServices(retrying("num_retries = 1", 'retry_on = ["5xx", "unavailable"]'), "a"),
    "5:26 MESH3066 warning unavailable is a status of gRPC",
  ],
])("has none: %s", (_, documents, expected) => checkDocument(documents, [expected]));
