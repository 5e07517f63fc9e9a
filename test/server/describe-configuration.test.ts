import { describe, expect, test } from "@jest/globals";
import { defineResource } from "../../src/envoy/define-resource.ts";
import { typeUrls } from "../../src/envoy/resource.ts";
import { workloadCertificateResource } from "../../src/envoy/secret/render-secrets.ts";
import { describeConfiguration } from "../../src/server/describe-configuration.ts";

const cluster = (name: string) =>
  defineResource({
    typeUrl: typeUrls.cluster,
    name,
    message: { name, alt_stat_name: "token topsecret", per_connection_buffer_limit_bytes: 4711 },
    origins: [],
  });

const described = (secrets: readonly string[]) =>
  describeConfiguration(
    {
      id: "web-sidecar-proxy",
      service: "web",
      resources: [
        cluster("b"),
        workloadCertificateResource({ certificateChainPem: "chain", privateKeyPem: "key" }),
        cluster("a"),
        defineResource({
          typeUrl: typeUrls.endpoint,
          name: "a",
          message: { cluster_name: "a" },
          origins: [],
        }),
      ],
    },
    new Set(secrets),
  );

describe("what a proxy is told", () => {
  test("is sorted, says its type, and holds no keys", () =>
    expect(described([]).resources).toEqual([
      ...["a", "b"].map((name) => ({
        type: "cluster",
        name,
        origins: [],
        value: {
          "@type": typeUrls.cluster,
          name,
          alt_stat_name: "token topsecret",
          per_connection_buffer_limit_bytes: 4711,
        },
      })),
      {
        type: "endpoint",
        name: "a",
        origins: [],
        value: { "@type": typeUrls.endpoint, cluster_name: "a" },
      },
    ]));

  test("holds no sensitive text or number", () =>
    expect(described(["topsecret", "4711"]).resources[0]?.value).toEqual({
      "@type": typeUrls.cluster,
      name: "a",
      alt_stat_name: "token (sensitive value)",
      per_connection_buffer_limit_bytes: "(sensitive value)",
    }));
});
