import { describe, expect, test } from "@jest/globals";
import { decodeMessage } from "../../src/envoy/codec/decode-message.ts";
import { defineResource } from "../../src/envoy/define-resource.ts";
import { typeUrls, type Resource } from "../../src/envoy/resource.ts";
import { encodeDeltaResponse } from "../../src/xds/delta-response.ts";

const api = defineResource({
  name: "api",
  typeUrl: typeUrls.cluster,
  message: { name: "api", type: "EDS" },
  origins: [],
});

describe("encodeDeltaResponse", () => {
  test("is a DeltaDiscoveryResponse", () => {
    const bytes = encodeDeltaResponse({
      typeUrl: typeUrls.cluster,
      nonce: "7",
      resources: [api],
      removed: ["old", "older"],
    });
    expect(decodeMessage("envoy.service.discovery.v3.DeltaDiscoveryResponse", bytes)).toEqual({
      type_url: typeUrls.cluster,
      nonce: "7",
      removed_resources: ["old", "older"],
      resources: [
        {
          name: "api",
          version: api.version,
          resource: { "@type": typeUrls.cluster, name: "api", type: "EDS" },
        },
      ],
    });
  });

  test("encodes a resource once, for however many responses", () => {
    let encodings = 0;
    const counted: Resource = {
      ...{ name: "api", typeUrl: typeUrls.cluster, message: {}, version: "1", origins: [] },
      bytes: () => {
        encodings += 1;
        return new Uint8Array();
      },
    };
    for (const nonce of ["1", "2", "3"])
      encodeDeltaResponse({ typeUrl: typeUrls.cluster, nonce, resources: [counted], removed: [] });
    expect(encodings).toBe(1);
  });
});
