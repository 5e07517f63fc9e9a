/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { serverCertificate } from "../support/server-certificate.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

const token = "the-token-of-this-agent";
const document = `resource "mesh_document" "mesh" {
  files = { "mesh.hcl" = ${JSON.stringify('service "api" {\n  port = 9090\n}\n')} }
}
`;

describeTerraform("$name, with an agent that asks who you are", ({ path }) => {
  let site: TestSite;
  /** Each setting of the provider, and the variable of the environment that stands for it. */
  let settings: readonly { readonly name: string; readonly value: string; readonly variable: string }[];
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    site = await TestSite.open();
    const write = (name: string, text: string): string => {
      const file = join(site.folder, name);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    };
    const [server, client] = [await serverCertificate(), await serverCertificate()];
    const files = {
      token: write("token", token),
      server: write("agent.pem", server.certificate),
      serverKey: write("agent-key.pem", server.key),
      client: write("client.pem", client.certificate),
      clientKey: write("client-key.pem", client.key),
    };
    settings = [
      { name: "address", value: `https://127.0.0.1:${site.httpPort}`, variable: "MESH_HTTP_ADDR" },
      { name: "token", value: token, variable: "MESH_TOKEN" },
      { name: "ca_certificate", value: server.certificate, variable: "MESH_CACERT" },
      { name: "client_certificate", value: client.certificate, variable: "MESH_CLIENT_CERT" },
      { name: "client_key", value: client.key, variable: "MESH_CLIENT_KEY" },
    ];
    environment = {
      MESH_HTTP_ADDR: `https://127.0.0.1:${site.httpPort}`,
      MESH_TOKEN: token,
      MESH_CACERT: files.server,
      MESH_CLIENT_CERT: files.client,
      MESH_CLIENT_KEY: files.clientKey,
    };
    const access = ["-token-file", files.token, "-tls-cert", files.server, "-tls-key", files.serverKey];
    await site.startAgent(...access, "-tls-client-ca", files.client);
  });
  afterAll(() => site.dispose());

  const workspace = (name: string, config: string): TerraformWorkspace => {
    const made = new TerraformWorkspace(site, { name, program: path });
    made.write("main.tf", `${config}${document}`);
    return made;
  };

  /** A configuration of the provider with these settings changed; undefined leaves one out. */
  const provider = (changes: Readonly<Record<string, string | undefined>>): string => {
    const lines = settings
      .map(({ name, value }) => ({ name, value: name in changes ? changes[name] : value }))
      .flatMap(({ name, value }) => (value === undefined ? [] : [`  ${name} = ${JSON.stringify(value)}`]));
    return `provider "mesh" {\n${lines.join("\n")}\n}\n`;
  };

  async function appliesAndDestroys(terraform: TerraformWorkspace): Promise<void> {
    await terraform.apply();
    await terraform.succeed("destroy", "-auto-approve");
  }

  test("everything it asks for may be said by attributes", async () => {
    await appliesAndDestroys(workspace("attributes", provider({})));
  });

  test("or by the environment", async () => {
    const before = { ...site.env };
    Object.assign(site.env, environment);
    try {
      await appliesAndDestroys(workspace("environment", ""));
    } finally {
      for (const name of Object.keys(environment)) Reflect.deleteProperty(site.env, name);
      Object.assign(site.env, before);
    }
  });

  test.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ["without the token", { token: undefined }, "This agent asks for a token"],
    ["with another token", { token: "hunter2-hunter2-hunter2" }, "This is not the token this agent asks for"],
    ["who does not trust it", { ca_certificate: undefined }, "self-signed certificate"],
    ["without a certificate", { client_certificate: undefined, client_key: undefined }, "Nobody answers"],
  ])("one %s is refused, and nothing is shown of what was given", async (name, changes, message) => {
    const { code, stdout, stderr } = await workspace(name, provider(changes)).run("apply", "-auto-approve");
    expect(code).toBe(1);
    expect(unwrapped(stderr)).toContain(message);
    expect(`${stdout}${stderr}`).not.toMatch(/hunter2|the-token-of|PRIVATE KEY/);
  });
});
