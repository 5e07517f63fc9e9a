import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const balancer = (...lines: readonly string[]): ReturnType<typeof withServices> =>
  withServices(
    `resolver "a" {\n  load_balancer {\n${lines.map((line) => `    ${line}\n`).join("")}  }\n}`,
    "a",
  );
const hashing = (...lines: readonly string[]): ReturnType<typeof withServices> =>
  balancer('policy = "maglev"', "hash_policy {", ...lines.map((line) => `  ${line}`), "}");
const cookie = ['field       = "cookie"', 'field_value = "c"'];

test.each([
  ["no policy", balancer()],
  ["a ring", balancer('policy = "ring_hash"', "ring_hash_config { minimum_ring_size = 2048 }")],
  ["the least busy", balancer('policy = "least_request"', "least_request_config { choice_count = 3 }")],
  ["the least busy unsaid", balancer("least_request_config { choice_count = 3 }")],
  ["a header", hashing('field       = "header"', 'field_value = "x"')],
  ["an address", hashing("source_ip = true")],
  ["a cookie", hashing(...cookie)],
  ["a cookie made", hashing(...cookie, 'cookie_config { ttl = "1h" }')],
  ["a session cookie", hashing(...cookie, "cookie_config { session = true }")],
])("accepted: %s", (_, documents) => checkDocument(documents, []));

test.each([
  [
    "a ring of another policy",
    balancer('policy = "maglev"', "ring_hash_config { minimum_ring_size = 2048 }"),
    "4:5 MESH3060 ring_hash_config with the policy maglev",
  ],
  [
    "a choice of another policy",
    balancer('policy = "random"', "least_request_config { choice_count = 3 }"),
    "4:5 MESH3060 least_request_config with the policy random",
  ],
  [
    "hashes of another policy",
    balancer('policy = "round_robin"', "hash_policy { source_ip = true }"),
    "4:5 MESH3060 Hash policies with the policy round_robin",
  ],
  [
    "a ring smaller than itself",
    balancer('policy = "ring_hash"', "ring_hash_config { maximum_ring_size = 10 }"),
    "4:5 MESH3060 The smallest ring is larger than the largest",
  ],
  ["nothing hashed", hashing("terminal = true"), "4:5 MESH3061 A hash policy without a field"],
  ["no name", hashing('field = "header"'), "4:5 MESH3061 A hash policy without the name of its header"],
  [
    "two parts",
    hashing('field       = "header"', 'field_value = "x"', "source_ip   = true"),
    "5:21 MESH3061 A hash policy with a field and source_ip",
  ],
  [
    "the name of an address",
    hashing('field_value = "x"', "source_ip   = true"),
    "5:21 MESH3061 A field_value beside source_ip",
  ],
  [
    "the cookie of a header",
    hashing('field       = "header"', 'field_value = "x"', "cookie_config { session = true }"),
    "7:7 MESH3061 cookie_config without a cookie",
  ],
  [
    "a session that ends",
    hashing(...cookie, "cookie_config {", "  session = true", '  ttl     = "1h"', "}"),
    "9:19 MESH3061 A session cookie with a time to live",
  ],
])("refused: %s", (_, documents, expected) => checkDocument(documents, [expected]));

test("the message says which policy it is for", () => {
  const documents = balancer('policy = "random"', "least_request_config { choice_count = 3 }");
  expect(onlyDiagnostic(documents).detail).toBe(
    'It is for the policy "least_request". Choose that one, or remove least_request_config.',
  );
});
