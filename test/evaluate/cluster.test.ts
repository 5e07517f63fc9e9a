import { describe, expect, test } from "@jest/globals";
import type { HealthStatus } from "../../src/envoy/gen/envoy.config.core.v3.ts";
import type { LocalityLbEndpoints } from "../../src/envoy/gen/envoy.config.endpoint.v3.ts";
import { endpointShares } from "../../src/evaluate/cluster/endpoint-shares.ts";
import { priorityLoads } from "../../src/evaluate/cluster/priority-load.ts";
import { at } from "./hand-written.ts";

describe("load by priority, as Envoy's documentation has it", () => {
  const options = { overprovisioning: 140, panicThreshold: 50 };

  test.each([
    ["all healthy", ["10/10", "10/10"], [1, 0], [false, false]],
    ["as many as may fail without any effect", ["72/100", "100/100"], [1, 0], [false, false]],
    ["a few more", ["71/100", "100/100"], [0.994, 0.006], [false, false]],
    ["half", ["50/100", "50/100"], [0.7, 0.3], [false, false]],
    [
      "a quarter, health being respected as long as all together bear the load",
      ["25/100", "100/100"],
      [0.35, 0.65],
      [false, false],
    ],
    ["none of the first", ["0/100", "100/100"], [0, 1], [false, false]],
    ["all together too few", ["25/100", "25/100"], [0.5, 0.5], [true, true]],
    ["no instance at all", ["0/0", "0/0"], [0, 0], [false, false]],
    ["an empty priority", ["0/0", "1/1"], [0, 1], [false, false]],
    ["nobody healthy", ["0/1", "0/3"], [0.25, 0.75], [true, true]],
  ])("%s: %j", (_, priorities, shares, panic) => {
    const loads = priorityLoads(priorities.map(healthOf), options);
    expect(loads.map(({ share }) => Math.round(share * 1000) / 1000)).toEqual(shares);
    expect(loads.map(({ isInPanic }) => isInPanic)).toEqual(panic);
  });

  test("without a threshold nobody healthy means nobody", () => {
    const loads = priorityLoads([healthOf("0/2")], { ...options, panicThreshold: 0 });
    expect(loads).toEqual([{ share: 0, isInPanic: false }]);
  });

  function healthOf(text: string): { readonly healthy: number; readonly total: number } {
    const [healthy = 0, total = 0] = text.split("/").map(Number);
    return { healthy, total };
  }
});

describe("shares of instances", () => {
  const place = (
    priority: number,
    list: Readonly<Record<number, HealthStatus>>,
    weight?: number,
  ): LocalityLbEndpoints => ({
    priority,
    locality: { region: "eu", zone: `z${priority}` },
    lb_endpoints: Object.entries(list).map(([port, health_status]) => ({
      endpoint: { address: at(Number(port)) },
      health_status,
    })),
    ...(weight !== undefined && { load_balancing_weight: weight }),
  });

  const shares = (...parameters: Parameters<typeof endpointShares>) =>
    endpointShares(...parameters).map(({ endpoint, share }) => [endpoint.port, endpoint.priority, share]);

  test("healthy ones alike, by weight; those that are not get nothing", () => {
    const assignment = {
      endpoints: [
        {
          lb_endpoints: [
            { endpoint: { address: at(1) } },
            { endpoint: { address: at(2) }, load_balancing_weight: 3 },
            { endpoint: { address: at(3) }, health_status: "UNHEALTHY" as const },
          ],
        },
      ],
    };
    expect(shares([{ cluster: { name: "c" }, assignment }])).toEqual([
      [1, 0, 0.25],
      [2, 0, 0.75],
      [3, 0, 0],
    ]);
  });

  test("a cluster of clusters puts their priorities one behind the other", () => {
    const first = { endpoints: [place(0, { 1: "UNHEALTHY" }), place(1, { 2: "UNHEALTHY" })] };
    const second = { endpoints: [place(5, { 3: "HEALTHY" })] };
    expect(
      shares([
        { cluster: { name: "a" }, assignment: first },
        { cluster: { name: "b" }, assignment: second },
      ]),
    ).toEqual([
      [1, 0, 0],
      [2, 1, 0],
      [3, 2, 1],
    ]);
  });

  test("localities by their weight, where the cluster heeds them", () => {
    const endpoints = [
      { ...place(0, { 1: "HEALTHY", 2: "HEALTHY" }, 1) },
      { ...place(0, { 3: "HEALTHY" }, 3) },
    ];
    const cluster = { name: "c", common_lb_config: { locality_weighted_lb_config: {} } };
    expect(shares([{ cluster, assignment: { endpoints } }])).toEqual([
      [1, 0, 0.125],
      [2, 0, 0.125],
      [3, 0, 0.75],
    ]);
  });

  test("an instance knows its cluster and its place", () => {
    expect(
      endpointShares([{ cluster: { name: "c" }, assignment: { endpoints: [place(0, { 1: "DEGRADED" })] } }]),
    ).toEqual([
      {
        endpoint: {
          address: "127.0.0.1",
          port: 1,
          priority: 0,
          health: "DEGRADED",
          locality: "eu/z0",
          cluster: "c",
        },
        share: 1,
      },
    ]);
  });
});
