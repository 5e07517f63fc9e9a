/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Op, TerraformOutput, TerraformVariable, Token } from "cdktf";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { Mesh, Protocol, sensitive } from "meshwork/cdktf";
import { AgentClient } from "../../src/client/agent-client.ts";
import { synthesize } from "../cdktf/support/synthesized.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
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

describeTerraform("values of constructs, applied by $name", ({ path }) => {
  let site: TestSite;

  beforeAll(async () => {
    site = await TestSite.open();
    await site.startAgent();
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

  test("that are secret arrive, and nobody is shown them", async () => {
    const workspace = new TerraformWorkspace(site, { name: "secrets", program: path });
    const { refusal, stack } = synthesize((scope) => {
      const secret = new TerraformVariable(scope, "secret", { type: "string", sensitive: true });
      const open = new TerraformVariable(scope, "open", { type: "string" });
      const mesh = new Mesh(scope, "mesh", { set: "secrets" });
      mesh.addService("db", {
        address: "127.0.0.9",
        port: 5432,
        meta: { first: `is ${secret.stringValue}`, second: sensitive(open.stringValue), third: "shown" },
      });
      new TerraformOutput(scope, "entries", { value: mesh.resource.entries });
      new TerraformOutput(scope, "changes", { value: mesh.resource.changes });
    });
    if (!stack) throw new Error(refusal);
    workspace.useStack(stack);
    const values = ["-var=secret=hunter2", "-var=open=opensesame"];
    const told = [
      await workspace.succeed("plan", "-out=plan.bin", ...values),
      await workspace.succeed("show", "-json", "plan.bin"),
      await workspace.apply(...values),
      await workspace.succeed("output", "-json"),
    ].map(({ stdout, stderr }) => `${stdout}${stderr}`);
    // A plan's own record of the command's `-var` is not the provider's.
    const { variables: _, ...planned } = JSON.parse(told[1] ?? "") as Readonly<Record<string, unknown>>;
    const seen = [told[0], JSON.stringify(planned), ...told.slice(2)].join("\n");
    expect(seen).toContain("shown");
    const state = readFileSync(join(workspace.folder, "terraform.tfstate"), "utf8");
    expect(state).toContain("db.hcl");
    for (const secret of ["hunter2", "opensesame"]) expect(`${seen}${state}`).not.toContain(secret);
    const { entries } = await new AgentClient({ address: site.agentAddress }).set("secrets");
    expect(entries.map(({ value }) => value)).toEqual([
      expect.objectContaining({
        meta: { first: "(sensitive value)", second: "(sensitive value)", third: "shown" },
      }),
    ]);
  });
});
