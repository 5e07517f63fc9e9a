import { expect, test } from "@jest/globals";
import type { JwtProvider } from "../../../src/graph/jwt-provider.ts";
import { compiledMesh } from "../../support/check-document.ts";

function linked(body: string): Omit<JwtProvider, "range"> | undefined {
  const { graph } = compiledMesh(`jwt_provider "own" {\n  issuer = "https://id.internal"\n${body}\n}\n`);
  const provider = graph.jwtProviders.get("own");
  return provider && (({ range: _, ...rest }): Omit<JwtProvider, "range"> => rest)(provider);
}

const keys = '  json_web_key_set {\n    remote {\n      uri = "https://id.internal/keys"\n    }\n  }\n';

test("defaults are Consul's, and hold where an export of it says 0", () => {
  const expected = {
    name: "own",
    issuer: "https://id.internal",
    audiences: [],
    keys: {
      kind: "remote",
      remote: {
        uri: "https://id.internal/keys",
        requestTimeoutMs: 1_000,
        cacheDurationMs: 300_000,
        opensBeforeKeys: false,
        retries: { count: 0, baseIntervalMs: 1_000, maxIntervalMs: 10_000 },
        connection: {
          discovery: "STRICT_DNS",
          connectTimeoutMs: 5_000,
          namesHost: false,
          trustedAuthorities: undefined,
        },
      },
    },
    locations: [],
    keepsToken: false,
    payloadHeader: undefined,
    clockSkewSeconds: 30,
    cacheSize: 0,
  };
  expect(linked(keys)).toEqual(expected);
  expect(
    linked(`${keys.replace('keys"', 'keys"\n      request_timeout_ms = 0')}  clock_skew_seconds = 0`),
  ).toEqual(expected);
});

test.each([
  ["inline_string", { kind: "text", pem: "x" }],
  ["inline_bytes", { kind: "bytes", base64: "x" }],
  ["filename", { kind: "file", filename: "x" }],
  ["environment_variable", { kind: "environment", variable: "x" }],
])("authorities by %s", (field, expected) => {
  const trusted = `jwks_cluster {\n tls_certificates {\n trusted_ca { ${field} = "x" }\n }\n }`;
  expect(linked(keys.replace('keys"', `keys"\n${trusted}`))?.keys).toMatchObject({
    remote: { connection: { trustedAuthorities: expected } },
  });
});

test("keys in base64 are read", () => {
  const keySet = '{"keys":[{"kty":"oct","k":"ä"}]}';
  const base64 = Buffer.from(keySet).toString("base64");
  expect(linked(`  json_web_key_set {\n    local { jwks = "${base64}" }\n  }`)?.keys).toEqual({
    kind: "inline",
    keySet,
  });
});
