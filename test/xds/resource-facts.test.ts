import { expect, test } from "@jest/globals";
import { typeUrls, type Resource, type TypeUrl } from "../../src/envoy/resource.ts";
import { factsOf, type ResourceFacts } from "../../src/xds/resource-facts.ts";

const rows: readonly (readonly [string, TypeUrl, object, Partial<ResourceFacts>])[] = [
  [
    "an EDS cluster waits for its service's assignment",
    typeUrls.cluster,
    { type: "EDS", eds_cluster_config: { service_name: "s" } },
    { endpoints: ["s"] },
  ],
  ["without a service name it is the cluster's own", typeUrls.cluster, { type: "EDS" }, { endpoints: ["x"] }],
  [
    "a static cluster refers to nothing, itself least",
    typeUrls.cluster,
    { type: "STATIC", load_assignment: { cluster_name: "x" } },
    {},
  ],
  [
    "an aggregate refers to its members",
    typeUrls.cluster,
    { cluster_type: { typed_config: { clusters: ["a", "b"] } } },
    { clusters: ["a", "b"] },
  ],
  [
    "secrets count when they come by discovery",
    typeUrls.cluster,
    {
      type: "STATIC",
      context: {
        validation_context_sds_secret_config: { name: "root", sds_config: {} },
        other: { name: "n" },
      },
    },
    { secrets: ["root"] },
  ],
  [
    "a route refers to single, weighted and mirrored clusters",
    typeUrls.route,
    {
      r: [
        { route: { cluster: "a" } },
        {
          route: {
            weighted_clusters: { clusters: [{ name: "b" }, { name: "c" }] },
            request_mirror_policies: [{ cluster: "d" }],
          },
        },
      ],
    },
    { clusters: ["a", "b", "c", "d"] },
  ],
  [
    "a listener refers to routes, clusters and its address",
    typeUrls.listener,
    {
      address: { pipe: { path: "p" } },
      filters: [{ rds: { route_config_name: "r" } }, { cluster: "a" }, { grpc: { cluster_name: "log" } }],
    },
    { routes: ["r"], clusters: ["a", "log"], address: '{"pipe":{"path":"p"}}' },
  ],
  [
    "an assignment with groups but no endpoints is empty",
    typeUrls.endpoint,
    { endpoints: [{ lb_endpoints: [] }, {}] },
    { empty: true },
  ],
  [
    "an assignment with one endpoint is not",
    typeUrls.endpoint,
    { endpoints: [{}, { lb_endpoints: [{}] }] },
    {},
  ],
];

test.each(rows)("%s", (_, typeUrl, message, expected) => {
  const nothing: ResourceFacts = {
    clusters: [],
    endpoints: [],
    routes: [],
    secrets: [],
    empty: false,
    address: "",
  };
  const resource: Resource = {
    name: "x",
    typeUrl,
    message,
    version: "1",
    origins: [],
    bytes: () => new Uint8Array(),
  };
  const facts = factsOf(resource);
  const found = { ...facts, clusters: [...facts.clusters].sort(), routes: [...facts.routes].sort() };
  expect(found).toEqual({ ...nothing, ...(typeUrl === typeUrls.listener && { address: '""' }), ...expected });
});
