import { describe, expect, test } from "@jest/globals";
import { reachability } from "../../../src/evaluate/explain/reachability.ts";
import type { Call, Reachability, UnknownName } from "../../../src/evaluate/explain/reachability.ts";
import { compiledMesh } from "../../support/check-document.ts";

const documents = `service "web" {
  port     = 8080
  protocol = "http"
  upstream "api" { local_bind_port = 9001 }
}
service "shop" {
  port    = 8080
  address = "10.0.0.3"
}
service "api" {
  port     = 9090
  protocol = "http"
  instance "api-1" {
    port    = 9090
    address = "10.0.0.2"
    meta    = { version = "v1" }
  }
  instance "api-2" {
    port    = 9090
    address = "10.0.0.4"
    meta    = { version = "v2" }
  }
}
resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}
splitter "api" {
  split {
    weight = 75
    subset = "v1"
  }
  split {
    weight = 25
    subset = "v2"
  }
}
intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http {
        path_prefix = "/v1"
        methods     = ["GET"]
      }
    }
  }
  source "shop" { action = "deny" }
}
`;

const mesh = compiledMesh(documents);

const asked = (source: string, destination: string, request?: Call["request"]): Reachability | UnknownName =>
  reachability(mesh, { source, destination, request });

describe("without a request the intentions decide", () => {
  test.each([
    {
      what: "by permissions, which depend on it",
      call: ["web", "api"],
      found: { isAllowed: false, verdict: "depends", rule: "api/web", declaredAt: { line: 39 } },
    },
    {
      what: "by an action",
      call: ["shop", "api"],
      found: { isAllowed: false, verdict: "denied", rule: "api/shop" },
    },
    {
      what: "by default, which no document says",
      call: ["api", "web"],
      found: { isAllowed: false, verdict: "denied", rule: "default-deny", declaredAt: undefined },
    },
  ] as const)("$what", ({ call: [source, destination], found }) =>
    expect(asked(source, destination)).toMatchObject({ kind: "known", ways: [], changes: [], ...found }),
  );
});

describe("a request is followed", () => {
  test("all its ways, those with the largest share first, and the rule that lets it in", () => {
    const found = asked("web", "api", { path: "/v1/x" });
    expect(found).toMatchObject({
      isAllowed: true,
      verdict: "allowed",
      rule: "api/web#0",
      declaredAt: { file: "mesh.hcl", line: 40 },
      ways: [{ share: 0.75 }, { share: 0.25 }],
    });
  });

  test("to the rule that stops it, with what would let it in", () =>
    expect(asked("web", "api", { method: "POST", path: "/v1" })).toMatchObject({
      isAllowed: false,
      verdict: "denied",
      rule: "api/web#default-deny",
      changes: ['api/web#0 (mesh.hcl:40) would allow it if method is "GET", not "POST".'],
    }));

  test("and is nowhere without an upstream", () =>
    expect(asked("shop", "api", {})).toMatchObject({
      isAllowed: false,
      verdict: "unreachable",
      rule: undefined,
      changes: ['"shop" has no upstream "api": add one to its service.'],
    }));

  test("from an instance as from its service", () =>
    expect(asked("api-2", "api", {})).toMatchObject({ verdict: "unreachable" }));
});

test.each([
  { call: ["web", "apo"], name: "apo" },
  { call: ["wep", "api"], name: "wep" },
] as const)("the name $name is unknown", ({ call: [source, destination], name }) => {
  const unknown = { kind: "unknown-name", name, known: ["api", "shop", "web"] };
  expect(asked(source, destination)).toEqual(unknown);
  expect(asked(source, destination, {})).toEqual(unknown);
});
