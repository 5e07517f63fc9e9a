import { App, Op, TerraformStack, TerraformVariable, Token } from "cdktf";
import { describe, expect, test } from "@jest/globals";
import { Mesh, Protocol } from "meshwork/cdktf";
import type { Service } from "meshwork/cdktf";
import "meshwork/cdktf/jest";

interface Canary {
  readonly mesh: Mesh;
  readonly web: Service;
  readonly api: Service;
  readonly percent: TerraformVariable;
}

/** Two services, of which one has two versions. */
function canary(): Canary {
  const stack = new TerraformStack(new App(), "stack");
  const percent = new TerraformVariable(stack, "percent", { type: "number", default: 25 });
  const mesh = new Mesh(stack, "mesh");
  const web = mesh.addService("web", { port: 8080, protocol: Protocol.HTTP });
  const api = mesh
    .addService("api", { port: 9090, protocol: Protocol.HTTP })
    .addInstance("api-v1", { sidecarPort: 21_001, meta: { version: "v1" } })
    .addInstance("api-v2", { port: 9091, sidecarPort: 21_002, meta: { version: "v2" } });
  web.connectTo(api);
  return { mesh, web, api, percent };
}

describe("toCompile", () => {
  test("holds for a mesh in which nothing is wrong, though not all of it is known", () => {
    const { mesh, api, percent } = canary();
    api.split({ v1: Op.sub(100, percent.numberValue), v2: percent.numberValue });
    expect(mesh).toCompile();
  });

  test("names the mistakes, and those of other values", () => {
    const { mesh, api, percent } = canary();
    api.split({ v1: 90, v2: percent.numberValue });
    expect(() => expect(mesh).toCompile()).toThrow(
      /does not compile:\n.*MESH3004.*\n +at stack\/mesh\/api\/split/,
    );
    expect(mesh.compile({ percent: 10 })).toCompile();
    expect(mesh.compile({ percent: 11 })).not.toCompile();
    // Without values there is nothing that could be said to be wrong.
    expect(mesh.compile()).toCompile();
  });
});

describe("toAllow", () => {
  test("holds for requests that a permission lets through, and for no others", () => {
    const { mesh, web, api } = canary();
    web.allowTo(api, { methods: ["GET"], pathPrefix: "/v1" });
    expect(mesh).toAllow(web, api, "GET /v1/items");
    expect(mesh).toAllow("web", "api", "/v1");
    expect(mesh).not.toAllow(web, api, "POST /v1/items");
    expect(mesh).not.toAllow(web, api, { path: "/v2" });
    expect(mesh).not.toAllow(api, web, "GET /");
  });

  test("is no answer for a name that nobody declares, and neither is its contrary", () => {
    const { mesh, web, api } = canary();
    expect(() => expect(mesh).not.toAllow(web, "apj", "GET /")).toThrow('declare "apj"');
    expect(() => expect(mesh).not.toAllow("wep", api, "GET /")).toThrow('declare "wep"');
  });

  test("says which statement decided, with its line", () => {
    const { mesh, web, api } = canary();
    web.denyTo(api, { pathPrefix: "/admin" });
    expect(() => expect(mesh).toAllow(web, api, "GET /admin")).toThrow(
      /^web to api, GET \/admin: denied\n {2}100 %: denied \(rbac_access_denied_matched_policy\[api\/web#0\]\) at stack\/mesh\/web\/deny-api \(test\/cdktf\/matchers\.test\.ts:\d+:\d+\)$/,
    );
  });
});

describe("toSplit", () => {
  test("holds for the shares of the subsets, with the defaults of variables or other values", () => {
    const { mesh, api, percent } = canary();
    api
      .split({ v1: Op.sub(100, percent.numberValue), v2: percent.numberValue })
      .failover({ v2: { subset: "v1" } });
    expect(mesh).toSplit(api, { v1: 75, v2: 25 });
    expect(mesh.compile({ percent: 0.1 })).toSplit(api, { v1: 99.9, v2: 0.1 });
    expect(mesh.compile({ percent: 100 })).toSplit(api, { v1: 0, v2: 100 });
    expect(mesh).not.toSplit(api, { v1: 25, v2: 75 });
    expect(() => expect(mesh).toSplit(api, { v1: 100 })).toThrow(
      "The requests of web for api go to v1 75 %, v2 25 %; expected v1 100 %.",
    );
  });

  test("holds for a service that is not split", () => {
    const { mesh, api } = canary();
    expect(mesh).toSplit(api, { api: 100 });
  });

  test("asks for the values that only Terraform knows, whatever is expected", () => {
    const { mesh, api } = canary();
    api.split({ v1: 90, v2: Token.asNumber("${data.external.share.result}") });
    const message = /Only Terraform knows api_splitter_splits_v2_weight\./;
    expect(() => expect(mesh).toSplit(api, { v1: 90, v2: 10 })).toThrow(message);
    expect(() => expect(mesh).not.toSplit(api, { v1: 90, v2: 10 })).toThrow(message);
  });

  test("is no question for a mesh that does not compile, whatever is expected", () => {
    const { mesh, api } = canary();
    api.split({ v1: 90, v2: 20 });
    expect(() => expect(mesh).not.toSplit(api, { v1: 90, v2: 10 })).toThrow(/does not compile/);
  });
});
