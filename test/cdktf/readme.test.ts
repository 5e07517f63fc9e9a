import { readFileSync } from "node:fs";
import { TerraformStack } from "cdktf";
import { expect, test } from "@jest/globals";
import { Mesh, Protocol } from "meshwork/cdktf";
import type { Service } from "meshwork/cdktf";
import { synthesizeApp } from "./support/synthesized.ts";

class ReadmeStack extends TerraformStack {
  fill(): Service {
    // README
    const mesh = new Mesh(this, "mesh", { defaultIntentionPolicy: "deny" });
    const web = mesh.addService("web", { port: 8080, protocol: Protocol.HTTP });
    const api = mesh.addService("api", { port: 9090, protocol: Protocol.HTTP, address: "10.0.0.2" });

    web.connectTo(api);
    web.allowTo(api, { methods: ["GET"], pathPrefix: "/v1" });
    api.split({ v1: 90, v2: 10 });
    // end
    return api;
  }
}

test("the README's constructs are those that are compiled here", () => {
  const source = readFileSync("test/cdktf/readme.test.ts", "utf8");
  const [, written = ""] = /\/\/ README\n([^]*?)\n *\/\/ end/.exec(source) ?? [];
  const [, shown] = /```ts\n([^]*?)\n```/.exec(readFileSync("README.md", "utf8")) ?? [];
  expect(shown).toBe(written.replace(/^ {4}/gm, ""));
  expect(synthesizeApp((app) => new ReadmeStack(app, "stack").fill(), "stack").refusal).toBeUndefined();
});

test("the README's mistake is told as it says, but for the line", () => {
  const [, shown] = /```text\n(Validation failed[^]*?)\n```/.exec(readFileSync("README.md", "utf8")) ?? [];
  const { refusal } = synthesizeApp((app) => {
    const api = new ReadmeStack(app, "stack").fill();
    api.node.tryRemoveChild("split");
    api.split({ v1: 90, v2: 1 });
  }, "stack");
  const told = refusal?.split("\n").slice(0, 4).join("\n");
  expect(told?.replace(/\(.*ts:\d+:\d+\)/, "")).toBe(shown?.replace(/\(.*ts:\d+:\d+\)/, ""));
});
