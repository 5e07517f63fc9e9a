import { expect, test } from "@jest/globals";
import { compileDocuments, drawn } from "../support/check-document.ts";

const service = 'service "web" {\n  port     = 80\n  protocol = "http"\n}\n';
const balanced = (policy: string): string =>
  `${service}resolver "web" {\n  load_balancer {\n    policy = "maglev"\n${policy}\n  }\n}`;
const issuer = (location: string): string =>
  `${service}jwt_provider "p" {\n  issuer = "p"\n  json_web_key_set {\n    remote { uri = "https://keys/" }\n  }\n${location}\n}`;
const probed = (path: string): string =>
  `${service}service_defaults "web" {\n  upstream_config {\n    defaults {\n      active_health_check {\n        type = "http"\n        path = "${path}"\n      }\n    }\n  }\n}`;

/** What Envoy would refuse, or what would end a header early. */
test.each([
  [
    "the header of a hash policy",
    balanced('    hash_policy {\n      field       = "header"\n      field_value = "a\\nb"\n    }'),
    ["10:21"],
  ],
  [
    "the path of a cookie",
    balanced(
      '    hash_policy {\n      field       = "cookie"\n      field_value = "c"\n      cookie_config {\n        ttl  = "1h"\n        path = "/\\nx"\n      }\n    }',
    ),
    ["13:16"],
  ],
  [
    "what stands before a token",
    issuer(
      '  location {\n    header {\n      name         = "x-token"\n      value_prefix = "a\\rb"\n    }\n  }',
    ),
    ["13:22"],
  ],
  ["the path of a probe", probed("/a\\nb"), ["10:16"]],
])("%s has no line breaks", (_, document, places) => {
  const found = compileDocuments(document).diagnostics.filter(({ detail }) =>
    /without .*line breaks/.test(detail),
  );
  expect(found.map(drawn).map((text) => text.split(" ")[0])).toEqual(places);
});
