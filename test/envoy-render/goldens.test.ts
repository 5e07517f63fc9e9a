import { describe, expect, test } from "@jest/globals";
import { renderBootstrap } from "../../src/envoy/bootstrap.ts";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import { typeUrls } from "../../src/envoy/resource.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { trustBundleResource, workloadCertificateResource } from "../../src/envoy/secret/render-secrets.ts";
import { staticBootstrap } from "../../src/envoy/static-bootstrap.ts";
import { compiledMesh } from "../support/check-document.ts";
import { expectGolden } from "../support/golden.ts";
import { namedResource, proxyOf, resourcesOf, written } from "./render-documents.ts";
import { expectRoundTrip } from "./round-trip.ts";

const part = "envoy-render";

const httpPair = `service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.2"
}
service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}
`;
const tcpPair = httpPair.replaceAll('"http"', '"tcp"');
const twoVersions = `service "api" {
  port     = 9090
  protocol = "http"
  instance "api-1" {
    address = "10.0.0.2"
    meta    = { version = "1" }
  }
  instance "api-2" {
    address = "10.0.0.3"
    meta    = { version = "2" }
  }
}
service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}
resolver "api" {
  default_subset  = "v1"
  connect_timeout = "1500ms"
  subset "v1" { filter = "Service.Meta.version == 1" }
  subset "v2" { filter = "Service.Meta.version == 2" }
  failover "v2" { subset = "v1" }
}
splitter "api" {
  split {
    weight = 99.5
    subset = "v1"
  }
  split {
    weight = 0.5
    subset = "v2"
  }
}
`;
const permissions = `intentions "api" {
  source "web" {
    permission {
      action = "deny"
      http { path_exact = "/admin" }
    }
    permission {
      action = "allow"
      http {
        path_prefix = "/v1/"
        methods     = ["GET", "HEAD"]
      }
    }
  }
  source "*" { action = "deny" }
}
`;

interface Case {
  readonly shows: string;
  readonly documents: string;
  readonly proxy: string;
  readonly types: readonly (keyof typeof typeUrls)[];
  /** Only resources whose names hold this text; all unless given. */
  readonly named?: string;
}

const cases: readonly Case[] = [
  {
    shows: "inbound-http-without-intentions",
    documents: httpPair,
    proxy: "api",
    types: ["listener", "route", "cluster"],
  },
  { shows: "inbound-http-intentions", documents: httpPair + permissions, proxy: "api", types: ["route"] },
  {
    shows: "inbound-http-default-allow",
    documents: `mesh { default_intention_policy = "allow" }\n${httpPair}intentions "api" {\n  source "web" { action = "deny" }\n}\n`,
    proxy: "api",
    types: ["route"],
  },
  {
    shows: "inbound-tcp-intentions",
    documents: `${tcpPair}intentions "api" {\n  source "web" { action = "allow" }\n}\nintentions "*" {\n  source "*" { action = "deny" }\n}\n`,
    proxy: "api",
    types: ["listener", "route", "cluster"],
  },
  {
    shows: "outbound-http",
    documents: httpPair,
    proxy: "web",
    types: ["listener", "route", "cluster", "endpoint"],
    named: "api",
  },
  {
    shows: "outbound-tcp",
    documents: tcpPair,
    proxy: "web",
    types: ["listener", "route", "cluster", "endpoint"],
    named: "api",
  },
  {
    shows: "outbound-tcp-with-failover",
    documents: `${tcpPair}service "spare" {\n  port    = 1\n  address = "10.0.0.3"\n}\nresolver "api" {\n  failover "*" { service = "spare" }\n}\n`,
    proxy: "web",
    types: ["listener", "cluster", "endpoint"],
    named: "~",
  },
  {
    shows: "outbound-grpc",
    documents: httpPair.replaceAll('"http"', '"grpc"'),
    proxy: "web",
    types: ["cluster"],
  },
  {
    shows: "outbound-split-with-failover",
    documents: twoVersions,
    proxy: "web",
    types: ["route", "cluster", "endpoint"],
    named: "api",
  },
  {
    shows: "another-trust-domain-and-datacenter",
    documents: `mesh {\n  trust_domain = "example.org"\n  datacenter   = "eu-1"\n}\n${tcpPair}`,
    proxy: "web",
    types: ["cluster", "listener"],
  },
];

const chosen = ({ documents, proxy, types, named = "" }: Case): readonly Resource[] =>
  resourcesOf(proxy, documents).filter(
    ({ typeUrl, name }) => types.some((type) => typeUrls[type] === typeUrl) && name.includes(named),
  );

test.each(cases)("$shows", (row) => expectGolden(part, row.shows, chosen(row).map(written)));

describe("what is encoded is what is written", () => {
  test.each(cases)("$shows", ({ documents, proxy }) => {
    for (const resource of resourcesOf(proxy, documents)) {
      const typeName = resource.typeUrl.slice(resource.typeUrl.indexOf("/") + 1);
      expectRoundTrip(typeName, resource.message);
    }
  });
});

const bootstrapOptions = {
  proxyId: "web-sidecar-proxy",
  service: "web",
  datacenter: "dc1",
  agent: { address: "127.0.0.1", port: 8502 },
  tokenFile: "/state/token",
  adminSocketPath: "/run/admin.sock",
};

test("bootstrap", () => {
  const bootstrap = renderBootstrap(bootstrapOptions);
  expectGolden(part, "bootstrap", bootstrap);
  expectRoundTrip("envoy.config.bootstrap.v3.Bootstrap", bootstrap);
});

describe("static-bootstrap", () => {
  const mesh = compiledMesh(twoVersions);
  const proxy = proxyOf("web", mesh);
  const endpoints = renderEndpoints(mesh.graph, { healthOf: () => "passing" });
  const secrets = [
    workloadCertificateResource({ certificateChainPem: "(chain)", privateKeyPem: "(key)" }),
    trustBundleResource(["(root 1)", "(root 2)"]),
  ];
  const parts = { endpoints: proxy.viewKeys.flatMap((key) => endpoints.get(key) ?? []), secrets };
  const bootstrap = staticBootstrap(proxy, parts, bootstrapOptions);

  test("the whole", () => expectGolden(part, "static-bootstrap", bootstrap));

  test("nothing in it refers to a server", () => {
    const text = JSON.stringify(bootstrap);
    for (const word of ['"ads"', '"rds"', '"eds_config"', '"sds_config"']) expect(text).not.toContain(word);
  });

  test("it is a bootstrap", () => expectRoundTrip("envoy.config.bootstrap.v3.Bootstrap", bootstrap));

  test("a reference to what was not rendered is our mistake, and says so", () => {
    expect(() => staticBootstrap(proxy, { endpoints: [], secrets }, bootstrapOptions)).toThrow(
      /^the resource "v1\.api\.default\.dc1\.internal\.mesh\.internal" is referred to and was not rendered$/,
    );
  });
});

describe("endpoints follow health", () => {
  const withHealth = (
    health: Readonly<Record<string, "passing" | "warning" | "critical" | "unknown">>,
    onlyPassing = "false",
  ): Resource => {
    const mesh = compiledMesh(
      twoVersions.replace('subset "v1" {', `subset "all" { only_passing = ${onlyPassing} }\n  subset "v1" {`),
    );
    const found = renderEndpoints(mesh.graph, { healthOf: ({ id }) => health[id] ?? "passing" }).get(
      "all.api",
    );
    if (!found) throw new Error("the subset is not rendered");
    return found;
  };
  const addresses = (resource: Resource): readonly string[] =>
    [...JSON.stringify(resource.message).matchAll(/"address":"([^"]+)"/g)].map(([, address = ""]) => address);

  test.each([
    ["all well", {}, "false", ["10.0.0.2", "10.0.0.3"], false],
    ["one critical", { "api-1": "critical" }, "false", ["10.0.0.3"], false],
    ["one warning", { "api-1": "warning" }, "false", ["10.0.0.2", "10.0.0.3"], false],
    ["one warning, only passing ones wanted", { "api-1": "warning" }, "true", ["10.0.0.3"], false],
    ["one unknown", { "api-1": "unknown" }, "false", ["10.0.0.3"], true],
    ["none left", { "api-1": "critical", "api-2": "critical" }, "false", [], false],
  ] as const)("%s", (_, health, onlyPassing, expected, provisional) => {
    const resource = withHealth(health, onlyPassing);
    expect(addresses(resource)).toEqual(expected);
    expect(resource.provisional).toBe(provisional);
  });
});

describe("secrets", () => {
  test("are named alike in every proxy and hold what they were given", () => {
    expect(
      [
        workloadCertificateResource({ certificateChainPem: "(chain)", privateKeyPem: "(key)" }),
        trustBundleResource(["(old)", "(new)"]),
      ].map(written),
    ).toEqual([
      {
        "@type": typeUrls.secret,
        name: "workload-certificate",
        tls_certificate: {
          certificate_chain: { inline_string: "(chain)" },
          private_key: { inline_string: "(key)" },
        },
      },
      {
        "@type": typeUrls.secret,
        name: "trust-bundle",
        validation_context: { trusted_ca: { inline_string: "(old)(new)" } },
      },
    ]);
  });
});

describe("who each side accepts", () => {
  test("a caller accepts exactly the service it calls, on every way there", () => {
    const resources = resourcesOf("web", twoVersions);
    for (const subset of ["v1", "v2"]) {
      const { message } = namedResource(
        resources,
        typeUrls.cluster,
        `${subset}.api.default.dc1.internal.mesh.internal`,
      );
      expect(message).toMatchObject({
        transport_socket: {
          typed_config: {
            common_tls_context: {
              combined_validation_context: {
                default_validation_context: {
                  match_typed_subject_alt_names: [
                    {
                      san_type: "URI",
                      matcher: { exact: "spiffe://mesh.internal/ns/default/dc/dc1/svc/api" },
                    },
                  ],
                },
              },
            },
          },
        },
      });
    }
  });

  test("what arrives must show a certificate of the trust domain", () => {
    const { message } = namedResource(resourcesOf("api-1", twoVersions), typeUrls.listener, "inbound~api");
    expect(message).toMatchObject({
      filter_chains: [
        {
          transport_socket: {
            typed_config: {
              require_client_certificate: true,
              common_tls_context: {
                combined_validation_context: {
                  default_validation_context: {
                    match_typed_subject_alt_names: [
                      { san_type: "URI", matcher: { prefix: "spiffe://mesh.internal/" } },
                    ],
                  },
                },
              },
            },
          },
        },
      ],
    });
  });
});
