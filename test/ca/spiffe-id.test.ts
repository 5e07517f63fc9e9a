import { describe, expect, test } from "@jest/globals";
import { isTrustDomain, parseSpiffeId } from "../../src/ca/spiffe-id.ts";

describe("a workload's id", () => {
  test("is split into trust domain and path", () => {
    expect(parseSpiffeId("spiffe://mesh.internal/ns/default/dc/dc1/svc/web")).toEqual({
      trustDomain: "mesh.internal",
      path: "/ns/default/dc/dc1/svc/web",
    });
  });

  test.each([
    ["the trust domain itself", "spiffe://mesh.internal"],
    ["an empty path", "spiffe://mesh.internal/"],
    ["an empty segment", "spiffe://mesh.internal/a//b"],
    ["a slash at the end", "spiffe://mesh.internal/a/"],
    ["a segment that climbs", "spiffe://mesh.internal/a/../b"],
    ["a segment that stays", "spiffe://mesh.internal/./b"],
    ["another scheme", "https://mesh.internal/a"],
    ["a scheme in capitals", "SPIFFE://mesh.internal/a"],
    ["a trust domain in capitals", "spiffe://Mesh.internal/a"],
    ["a port", "spiffe://mesh.internal:8500/a"],
    ["user information", "spiffe://me@mesh.internal/a"],
    ["a query", "spiffe://mesh.internal/a?b"],
    ["an escape", "spiffe://mesh.internal/%61"],
    ["no trust domain", "spiffe:///a"],
    ["more than 2048 characters", `spiffe://mesh.internal/${"a".repeat(2048)}`],
    ["a trust domain of 256 characters", `spiffe://${"a".repeat(256)}/a`],
  ])("is not %s", (_, text) => expect(parseSpiffeId(text)).toBeUndefined());
});

test.each([
  ["mesh.internal", true],
  ["a_b-c.9", true],
  ["", false],
  ["mesh/internal", false],
  ["mesh internal", false],
])("is %p a trust domain: %p", (text, expected) => expect(isTrustDomain(text)).toBe(expected));
