/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { Op, TerraformVariable, Token } from "cdktf";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { Mesh, Protocol } from "meshwork/cdktf";
import { AgentClient } from "../../src/client/agent-client.ts";
import { synthesize } from "../cdktf/support/synthesized.ts";
import { skippedBecause, terraformPrograms } from "../support/terraform/terraform-program.ts";
import { TerraformWorkspace } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

/** Each means something to Terraform, to the language or to JSON. */
const texts = [
  "${a}",
  "$${a}",
  "%{if}",
  "%%{if}",
  "$",
  "50 %",
  '"',
  "\\",
  "\\n",
  "a\nb\t\u0001",
  "é \u{1f600}",
  "<<EOT",
  "",
];

describe.each(terraformPrograms)("values of constructs, applied by $name", (program) => {
  const { path } = program;
  if (path === undefined) {
    test.skip(skippedBecause(program), () => undefined);
    return;
  }
  let site: TestSite;

  beforeAll(async () => {
    site = await TestSite.open();
    const ports = ["--http-port", `${site.httpPort}`, "--xds-port", `${site.xdsPort}`];
    await site.mesh("agent", "-dev", ...ports).says(/agent started/);
  });
  afterAll(() => site.dispose());

  test("arrive as they were given, those of Terraform with their types", async () => {
    const workspace = new TerraformWorkspace(site, { name: "values", program: path });
    const { refusal, stack } = synthesize((scope) => {
      const number = new TerraformVariable(scope, "number", { type: "number", default: 20 });
      const list = new TerraformVariable(scope, "list", { type: "list(string)", default: ["GET", "HEAD"] });
      const mesh = new Mesh(scope, "mesh");
      const web = mesh.addService("web", {
        port: Token.asNumber(Op.mul(number.numberValue, 404)),
        protocol: Protocol.HTTP,
        address: `10.0.0.${number.numberValue}`,
        // To constructs a text is Terraform's template: what looks like an expression is escaped.
        meta: Object.fromEntries(
          texts.map((text, index) => [`m${index}`, text.replace(/[$%](?=\{)/g, "$&$&")]),
        ),
      });
      const api = mesh.addService("api", { port: 9090, protocol: Protocol.HTTP, tags: list.listValue });
      web.allowTo(api, { methods: Token.asAny(list.listValue), pathPrefix: "/v1" });
    });
    if (!stack) throw new Error(refusal);
    workspace.useStack(stack);
    await workspace.apply();
    const { entries } = await new AgentClient({ address: site.agentAddress }).set("default");
    const byName = new Map(entries.map(({ kind, name, value }) => [`${kind} ${name}`, value]));
    expect(byName.get("service web")).toMatchObject({
      port: 8080,
      address: "10.0.0.20",
      meta: Object.fromEntries(texts.map((text, index) => [`m${index}`, text])),
    });
    expect(byName.get("service api")).toMatchObject({ tags: ["GET", "HEAD"] });
    expect(byName.get("service-intentions api")).toMatchObject({
      sources: [{ permissions: [{ http: { methods: ["GET", "HEAD"], path_prefix: "/v1" } }] }],
    });
  });
});
