import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const limits = (...lines: readonly string[]): ReturnType<typeof withServices> =>
  withServices(
    `service_defaults "a" {\n  rate_limits {\n    instance_level {\n${lines.map((line) => `      ${line}\n`).join("")}    }\n  }\n}`,
    "a",
  );
const route = ["route {", '  path_exact          = "/a"', "  requests_per_second = 1", "}"];

test.each([
  ["a rate", limits("requests_per_second = 1")],
  ["a rate and a burst", limits("requests_per_second = 1", "requests_max_burst  = 2")],
  ["a route alone", limits(...route)],
])("accepted: %s", (_, documents) => checkDocument(documents, []));

test.each([
  ["nothing", limits(), "3:5 MESH3074 A rate limit without a rate"],
  ["a burst alone", limits("requests_max_burst = 2"), "4:28 MESH3074 A burst without a rate"],
  [
    "a burst beside a route",
    limits("requests_max_burst = 2", ...route),
    "4:28 MESH3074 A burst without a rate",
  ],
  ["a route without a path", limits("route { requests_per_second = 1 }"), "4:7 MESH3074 A limit for no path"],
])("refused: %s", (_, documents, expected) => checkDocument(documents, [expected]));
