import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";

const service = (protocol: string, ...lines: readonly string[]): string =>
  `service "a" {\n  port     = 8080\n  protocol = "${protocol}"\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
const limits = "rate_limits {\n    instance_level { requests_per_second = 1 }\n  }";
const hashing =
  'resolver "a" {\n  load_balancer {\n    policy = "maglev"\n    hash_policy {\n      field       = "header"\n      field_value = "x"\n    }\n  }\n}\n';
const byAddress =
  'resolver "a" {\n  load_balancer {\n    policy = "maglev"\n    hash_policy { source_ip = true }\n  }\n}\n';
const caller =
  'service "web" {\n  port    = 8080\n  address = "10.0.0.2"\n  upstream "a" {\n    local_bind_port = 9001\n    config {\n      limits { max_concurrent_requests = 5 }\n    }\n  }\n}\n';

test.each([
  ["a service that speaks http", service("http", "local_request_timeout_ms = 5", limits)],
  ["a resolver of one", service("grpc") + hashing],
  ["limits of one", service("http2") + caller],
  ["what connections have too", service("tcp", "max_inbound_connections = 5") + byAddress],
])("has an effect: %s", (_, text) => checkDocument(text, []));

test.each([
  [
    "a timeout",
    service("tcp", "local_request_timeout_ms = 5"),
    "4:30 MESH3065 warning local_request_timeout_ms has no effect on tcp",
  ],
  [
    "the size of headers",
    service("tcp", "max_request_headers_kb = 5"),
    "4:28 MESH3065 warning max_request_headers_kb has no effect on tcp",
  ],
  ["a rate limit", service("tcp", limits), "4:3 MESH3065 warning rate_limits has no effect on tcp"],
  [
    "a fault",
    service("tcp", "fault_injection {\n    abort { http_status = 503 }\n  }"),
    "4:3 MESH3065 warning fault_injection has no effect on tcp",
  ],
  [
    "an idle timeout",
    service("tcp", "config { local_idle_timeout_ms = 5 }"),
    "4:36 MESH3065 warning local_idle_timeout_ms has no effect on tcp",
  ],
  ["a hashed header", hashing + service("tcp"), "4:5 MESH3065 warning This hash policy has no effect on tcp"],
  [
    "requests under way",
    caller + service("tcp"),
    "7:42 MESH3065 warning max_concurrent_requests has no effect on tcp",
  ],
  [
    "what defaults say",
    'service_defaults "a" { max_request_headers_kb = 5 }\n' + service("tcp"),
    "1:49 MESH3065 warning max_request_headers_kb has no effect on tcp",
  ],
])("has none: %s", (_, text, expected) => checkDocument(text, [expected]));

test("a broken service may have meant another protocol", () =>
  checkDocument(service("tcp", "max_request_headers_kb = 5", "unknown = 1"), [
    "5:3 MESH1040 Unsupported argument",
  ]));
