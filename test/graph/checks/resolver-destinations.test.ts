import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const resolver = (body: string): ReturnType<typeof withServices> =>
  withServices(`resolver "a" {\n  ${body}\n}`, "a", "b");

test.each([
  ["nothing", ""],
  ["a redirect", 'redirect { service = "b" }'],
  ["a failover to another service", 'failover "*" { service = "b" }'],
  ["a failover to a subset", 'subset "v1" {}\n  failover "*" { subset = "v1" }'],
  ["failover targets", 'failover "*" {\n    target { service = "b" }\n  }'],
])("allowed: %s", (_, body) => checkDocument(resolver(body), []));

test.each([
  ["a redirect nowhere", "redirect {}", ["2:3 MESH3010 Redirect without a destination"]],
  ["a redirect to itself", 'redirect { service = "a" }', ["2:3 MESH3010 Redirect to itself"]],
  [
    "a redirect to a subset of its own",
    'redirect { subset = "v1" }\n  subset "v1" {}',
    ["2:3 MESH3010 Redirect to itself"],
  ],
  [
    "a redirect beside subsets",
    'redirect { service = "b" }\n  subset "v1" {}',
    ["2:3 MESH3009 Redirect beside subsets or failover"],
  ],
  [
    "a redirect beside failover",
    'redirect { service = "b" }\n  failover "*" { service = "b" }',
    ["2:3 MESH3009 Redirect beside subsets or failover"],
  ],
  ["a failover nowhere", 'failover "*" {}', ["2:3 MESH3011 Failover without a destination"]],
  [
    "a failover in both forms",
    'failover "*" {\n    service = "b"\n    target { service = "b" }\n  }',
    ["2:3 MESH3011 Failover given in two ways"],
  ],
])("refused: %s", (_, body, expected) => checkDocument(resolver(body), expected));

test.each([
  ["redirect {}", "Give the redirect a service, a subset, or both."],
  [
    'redirect { service = "a" }',
    'A redirect of "a" must lead to another service. To choose one of its own subsets use `default_subset`.',
  ],
  [
    'redirect { service = "b" }\n  subset "v1" {}',
    "A redirected service has no instances of its own that subsets or failover could speak of. Remove the redirect, or the others.",
  ],
  ['failover "*" {}', "Say where to go: a service, a subset, or target blocks tried in order."],
  [
    'failover "*" {\n    service = "b"\n    target { service = "b" }\n  }',
    "Give either a service and subset, or target blocks, not both.",
  ],
])("the way out of %s", (body, detail) => expect(onlyDiagnostic(resolver(body)).detail).toBe(detail));
