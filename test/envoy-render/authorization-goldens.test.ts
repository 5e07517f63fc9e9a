import { describe, expect, test } from "@jest/globals";
import { typeUrls } from "../../src/envoy/resource.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { expectGolden } from "../support/golden.ts";
import { resourcesOf, written } from "./render-documents.ts";
import { expectRoundTrip } from "./round-trip.ts";

const part = "envoy-render";

const services = (protocol: string): string => `service "api" {
  port     = 9090
  protocol = "${protocol}"
  address  = "10.0.0.2"
}
service "web" {
  port     = 8080
  protocol = "${protocol}"
  address  = "10.0.0.1"
}
`;

const localKeys = `jwt_provider "own" {
  issuer    = "https://id.internal"
  audiences = ["api", "all"]
  json_web_key_set {
    local { jwks = jsonencode({ keys = [{ kty = "oct", kid = "1", alg = "HS256", k = "c2VjcmV0" }] }) }
  }
  location {
    header {
      name         = "x-token"
      value_prefix = "Token "
      forward      = true
    }
  }
  location {
    query_param { name = "token" }
  }
  location {
    cookie { name = "session" }
  }
  forwarding {
    header_name                = "x-token-payload"
    pad_forward_payload_header = true
  }
  clock_skew_seconds = 5
  cache_config { size = 100 }
}
`;

const remoteKeys = `jwt_provider "okta" {
  issuer = "https://id.example.com"
  json_web_key_set {
    remote {
      uri                  = "https://id.example.com:8443/keys?v=1"
      request_timeout_ms   = 500
      cache_duration       = "10m"
      fetch_asynchronously = true
      use_sni              = true
      retry_policy {
        num_retries = 2
        retry_policy_back_off {
          base_interval = "200ms"
          max_interval  = "3s"
        }
      }
      jwks_cluster {
        discovery_type  = "LOGICAL_DNS"
        connect_timeout = "750ms"
        tls_certificates {
          trusted_ca { filename = "/etc/issuer-ca.pem" }
        }
      }
    }
  }
}
`;

interface Case {
  readonly shows: string;
  readonly documents: string;
  readonly types: readonly (keyof typeof typeUrls)[];
}

const cases: readonly Case[] = [
  {
    shows: "inbound-permissions-by-regex-and-header",
    documents: `${services("http")}intentions "api" {
  source "web" {
    permission {
      action = "deny"
      http { path_regex = "/v[12]/items/[0-9]+" }
    }
    permission {
      action = "allow"
      http {
        header "X-Present" { present = true }
        header "X-Exact" { exact = "a" }
        header "X-Prefix" {
          prefix      = "a"
          ignore_case = true
        }
        header "X-Suffix" {
          suffix = "a"
          invert = true
        }
        header "X-Contains" { contains = "a" }
        header "X-Regex" { regex = "(?i)a+" }
        header "X-Absent" {
          present = true
          invert  = true
        }
      }
    }
  }
}
`,
    types: ["route"],
  },
  {
    shows: "inbound-tokens-with-local-keys",
    documents: `${services("http")}${localKeys}intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http { path_prefix = "/admin/" }
      jwt {
        provider "own" {
          verify_claim {
            path  = ["realm", "role"]
            value = "admin"
          }
        }
      }
    }
  }
}
`,
    types: ["listener", "route", "cluster"],
  },
  {
    shows: "inbound-tokens-with-remote-keys",
    documents: `${services("grpc")}${remoteKeys}${localKeys}intentions "api" {
  jwt {
    provider "okta" {}
    provider "own" {}
  }
  source "web" { action = "allow" }
}
`,
    types: ["listener", "route", "cluster"],
  },
  {
    shows: "inbound-http-audited",
    documents: `${services("http")}intentions "api" {
  source "web" {
    enforcement = "audit"
    permission {
      action = "allow"
      http { path_prefix = "/v1/" }
    }
  }
  source "*" { action = "deny" }
}
`,
    types: ["listener", "route"],
  },
  {
    shows: "inbound-tcp-audited",
    documents: `${services("tcp")}intentions "api" {
  enforcement = "audit"
  source "web" { action = "deny" }
}
`,
    types: ["listener"],
  },
];

const chosen = ({ documents, types }: Case): readonly Resource[] =>
  resourcesOf("api", documents).filter(({ typeUrl }) => types.some((type) => typeUrls[type] === typeUrl));

test.each(cases)("$shows", (row) => expectGolden(part, row.shows, chosen(row).map(written)));

describe("what is encoded is what is written", () => {
  test.each(cases)("$shows", ({ documents }) => {
    for (const { typeUrl, message } of resourcesOf("api", documents))
      expectRoundTrip(typeUrl.slice(typeUrl.indexOf("/") + 1), message);
  });
});

describe("intentions leave listeners alone", () => {
  const listenerOf = (documents: string): string =>
    JSON.stringify(
      resourcesOf("api", documents).find(
        ({ typeUrl, name }) => typeUrl === typeUrls.listener && name === "inbound~api",
      )?.message,
    );
  const plain = services("http");

  test.each([
    ["without any", ""],
    ["an action", 'intentions "api" {\n  source "web" { action = "allow" }\n}\n'],
    [
      "an audited one",
      'intentions "api" {\n  enforcement = "audit"\n  source "web" { action = "deny" }\n}\n',
    ],
    [
      "a regular expression",
      'intentions "api" {\n  source "web" {\n    permission {\n      action = "allow"\n      http { path_regex = "/a" }\n    }\n  }\n}\n',
    ],
    ["a provider that nobody asks for", localKeys],
  ])("%s", (_, text) => expect(listenerOf(plain + text)).toBe(listenerOf(plain)));
});
