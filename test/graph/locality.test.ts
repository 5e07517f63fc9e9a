import { describe, expect, test } from "@jest/globals";
import { distanceBetween, failoverOrder, localityKey } from "../../src/graph/locality.ts";
import type { Locality } from "../../src/graph/locality.ts";
import { targetKey } from "../../src/graph/target.ts";
import type { Target } from "../../src/graph/target.ts";
import { compiledMesh } from "../support/check-document.ts";

const at = (region: string, zone?: string): Locality => ({ region, zone });

test.each<readonly [string, Locality, Locality | undefined, number]>([
  ["the same zone", at("eu", "a"), at("eu", "a"), 0],
  ["another zone", at("eu", "a"), at("eu", "b"), 1],
  ["an unknown zone of the region", at("eu", "a"), at("eu"), 1],
  ["both zones unknown", at("eu"), at("eu"), 1],
  ["equal zones of other regions", at("eu", "a"), at("us", "a"), 2],
  ["nobody knows where", at("eu", "a"), undefined, 3],
])("%s", (_, caller, other, expected) => expect(distanceBetween(caller, other)).toBe(expected));

test.each([
  [at("eu", "a"), "eu/a"],
  [at("eu"), "eu"],
])("%j is called %s", (locality, expected) => expect(localityKey(locality)).toBe(expected));

describe("targets that stand in for another", () => {
  const service = (name: string, host: number, place: string): string =>
    `service "${name}" {\n  port    = 1\n  address = "10.0.0.${host}"\n  ${place}\n}\n`;
  const place = (region: string, zone: string): string =>
    `locality {\n    region = "${region}"\n    zone   = "${zone}"\n  }`;
  const targets = (policy: string): readonly Target[] => {
    const { graph } = compiledMesh(`${service("api", 1, "")}
${service("nowhere", 2, "")}${service("asia", 3, place("asia", "a"))}${service("us", 4, place("us", "a"))}
${service("region", 5, place("eu", "b"))}${service("zone", 6, place("eu", "a"))}
resolver "api" {
  failover "*" {
    target { service = "nowhere" }
    target { service = "asia" }
    target { service = "us" }
    target { service = "region" }
    target { service = "zone" }
    ${policy}
  }
}`);
    const [split] = graph.chains.get("api")?.splits ?? [];
    if (!split) throw new Error("api has no chain");
    return [split.target, ...split.failover];
  };

  const given = ["nowhere", "asia", "us", "region", "zone"];
  test.each<readonly [string, string, Locality | undefined, readonly string[]]>([
    ["as given, without a policy", "", at("eu", "a"), given],
    ["as given, one after another", 'policy { mode = "sequential" }', at("eu", "a"), given],
    ["as given, for a caller of no place", 'policy { mode = "order-by-locality" }', undefined, given],
    [
      "the nearest first",
      'policy { mode = "order-by-locality" }',
      at("eu", "a"),
      ["zone", "region", "asia", "us", "nowhere"],
    ],
    [
      "the nearest first, then by region",
      'policy {\n      mode    = "order-by-locality"\n      regions = ["us"]\n    }',
      at("eu", "a"),
      ["zone", "region", "us", "asia", "nowhere"],
    ],
    [
      "regions do not come before the caller's own",
      'policy {\n      mode    = "order-by-locality"\n      regions = ["us", "eu"]\n    }',
      at("asia", "z"),
      ["asia", "us", "region", "zone", "nowhere"],
    ],
  ])("%s", (_, policy, caller, expected) => {
    const [target, ...failover] = targets(policy);
    if (!target) throw new Error("no target");
    expect(failoverOrder(target, failover, caller).map(targetKey)).toEqual(expected);
  });
});
