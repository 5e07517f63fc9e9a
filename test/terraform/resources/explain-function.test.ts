import { describe, expect, test } from "@jest/globals";
import { explainFunction } from "../../../src/terraform/resources/functions/explain-function.ts";
import type { CtyValue } from "../../../src/terraform/wire/value/cty-value.ts";
import { ctyDynamic, ctyObject, ctyString } from "../../../src/terraform/wire/value/cty-type.ts";

const text = `variable "token" {
  type      = string
  sensitive = true
  default   = "topsecret"
}
service "web" {
  port     = 8080
  protocol = "http"
  upstream "api" { local_bind_port = 9001 }
}
service "api" {
  port     = 9090
  address  = "10.0.0.2"
  protocol = "http"
}
intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http {
        path_exact = "/v1"
        header "x-token" { exact = var.token }
      }
    }
  }
}
`;

const files = new Map([["mesh.hcl", text]]);
const explained = (request: CtyValue, source = "web", documents = files) =>
  explainFunction.call([documents, null, source, "api", request]);

const typed = (members: Readonly<Record<string, CtyValue>>): CtyValue => ({
  kind: "typed",
  type: ctyObject(Object.fromEntries(Object.keys(members).map((name) => [name, ctyDynamic]))),
  value: new Map(Object.entries(members)),
});

describe("explain", () => {
  test.each<{ what: string; request: CtyValue; verdict: string; allowed: boolean }>([
    { what: "no request", request: null, verdict: "depends", allowed: false },
    { what: "a method and a path", request: "GET /v1", verdict: "denied", allowed: false },
    { what: "a path", request: "/v1", verdict: "denied", allowed: false },
    {
      what: "a text that carries its type",
      request: { kind: "typed", type: ctyString, value: "GET /v1" },
      verdict: "denied",
      allowed: false,
    },
    {
      what: "an object",
      request: typed({ path: "/v1", headers: new Map([["x-token", "topsecret"]]) }),
      verdict: "allowed",
      allowed: true,
    },
  ])("takes $what", async ({ request, verdict, allowed }) => {
    const result = await explained(request);
    const value = result.kind === "value" && result.value instanceof Map ? result.value : new Map();
    expect([value.get("verdict"), value.get("allowed")]).toEqual([verdict, allowed]);
  });

  test("tells no sensitive value", async () => {
    const result = await explained("GET /v1");
    const told = JSON.stringify(result, (_, value: unknown) => (value instanceof Map ? [...value] : value));
    expect(told).toContain("would allow it if header x-token");
    expect(told).not.toContain("topsecret");
  });

  test.each<{ what: string; args: Parameters<typeof explained>; argument: number; says: string }>([
    { what: "a request of another form", args: ["v1"], argument: 4, says: 'written "GET /v1"' },
    { what: "an empty object", args: [typed({})], argument: 4, says: "as an object" },
    { what: "an unknown member", args: [typed({ paht: "/" })], argument: 4, says: "as an object" },
    { what: "an unknown service", args: ["/", "wep"], argument: 2, says: 'Did you mean "web"?' },
    {
      what: "documents with a mistake",
      args: ["/", "web", new Map([["mesh.hcl", "service {}"]])],
      argument: 0,
      says: "on mesh.hcl line 1",
    },
  ])("refuses $what", async ({ args, argument, says }) =>
    expect(await explained(...args)).toEqual({
      kind: "error",
      argument,
      text: expect.stringContaining(says),
    }),
  );
});
