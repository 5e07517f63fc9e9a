/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { freePort } from "../support/free-ports.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

let site: TestSite;
let client: AgentClient;

beforeEach(async () => {
  site = await TestSite.open();
  client = new AgentClient({ address: site.agentAddress });
});

afterEach(() => site.dispose());

const api = 'service "api" {\n  port     = 9090\n  protocol = "http"\n}\n';
const web =
  'service "web" {\n  port         = 8080\n  address      = "127.0.0.2"\n  upstream "api" { local_bind_port = 9001 }\n}\n';

const resource = (body: string, name = "mesh"): string =>
  `resource "mesh_document" "${name}" {\n${body}\n}\n`;
const files = (text: string): string => `files = { "mesh.hcl" = ${JSON.stringify(text)} }`;

describeTerraform("$name", ({ path }) => {
  const workspace = (name = "workspace"): TerraformWorkspace =>
    new TerraformWorkspace(site, { name, program: path });

  describe("a set", () => {
    beforeEach(() => site.startAgent());

    test("is made, changed, repaired after somebody else's apply, and retracted, each in one revision", async () => {
      const terraform = workspace();
      terraform.write("mesh.hcl", api + web);
      terraform.write("main.tf", resource('source = "${path.module}/mesh.hcl"'));
      const planned = await terraform.succeed("plan");
      expect(planned.stdout).toContain('+ "+ service \\"api\\""');
      expect(planned.stdout).toMatch(/"service \\"api\\"" = jsonencode\(/);
      await terraform.apply();
      expect(await client.set("default")).toMatchObject({ revision: 1, set_revision: 1 });
      expect(await terraform.state("mesh_document.mesh")).toMatchObject({ revision: 1, set: "default" });

      terraform.write("mesh.hcl", api.replace("9090", "9091") + web);
      const changed = await terraform.succeed("plan");
      expect(changed.stdout).toContain('+ "~ service \\"api\\": port: 9090 → 9091"');
      expect(changed.stdout).toMatch(/port +(\S+ )?= 9090 -> 9091/);
      await terraform.apply();
      expect((await client.set("default")).revision).toBe(2);

      const document = `${terraform.folder}/other.hcl`;
      terraform.write("other.hcl", api.replace("9090", "7777"));
      expect(await site.runMesh("apply", document, "--auto-approve")).toMatchObject({ code: 0 });
      const drifted = await terraform.run("plan", "-detailed-exitcode");
      expect(drifted.code).toBe(2);
      expect(drifted.stdout).toContain('~ service \\"api\\": port: 7777 → 9091');
      expect(drifted.stdout).toContain('+ service \\"web\\"');
      const refreshed = await terraform.succeed("plan", "-refresh-only");
      expect(refreshed.stdout).toContain("9091 -> 7777");
      await terraform.apply();
      await terraform.expectNoChanges("-refresh-only");
      expect((await client.set("default")).revision).toBe(4);

      await terraform.succeed("destroy", "-auto-approve");
      expect(await client.set("default")).toMatchObject({ revision: 5, set_revision: 0, entries: [] });
    });

    test("that somebody else has changed is taken as it is by a refresh, and repaired by the next apply", async () => {
      const terraform = workspace();
      terraform.write("mesh.hcl", api);
      terraform.write("main.tf", resource('source = "mesh.hcl"'));
      await terraform.apply();
      terraform.write("other.hcl", api.replace("9090", "7777"));
      await site.runMesh("apply", `${terraform.folder}/other.hcl`, "--auto-approve");
      const refreshed = await terraform.succeed("apply", "-refresh-only", "-auto-approve");
      expect(refreshed.stdout).toContain("9090 -> 7777");
      const entries = { 'service "api"': expect.stringContaining("7777") };
      expect(await terraform.state("mesh_document.mesh")).toMatchObject({ revision: 2, entries });
      await terraform.succeed("refresh");
      expect(await client.set("default")).toMatchObject({
        revision: 2,
        entries: [{ value: { port: 7777 } }],
      });
      await terraform.apply();
      expect(await client.set("default")).toMatchObject({
        revision: 3,
        entries: [{ value: { port: 9090 } }],
      });
    });

    test("that somebody else has retracted is made again", async () => {
      const terraform = workspace();
      terraform.write("main.tf", resource(files(api)));
      await terraform.apply();
      await client.apply("default", { documents: [], variables: [], base_set_revision: 1 });
      const { code, stdout } = await terraform.run("plan", "-detailed-exitcode");
      expect(code).toBe(2);
      expect(stdout).toContain("mesh_document.mesh will be created");
      await terraform.apply();
      expect((await client.status()).sets).toEqual(["default"]);
    });

    test("is a folder: each of its documents counts, and no other file", async () => {
      const terraform = workspace();
      mkdirSync(join(terraform.folder, "mesh"));
      terraform.write("mesh/api.hcl", api);
      terraform.write("mesh/web.hcl", web);
      terraform.write("main.tf", resource('source = "${path.module}/mesh"'));
      await terraform.apply();
      expect((await client.set("default")).entries).toHaveLength(2);
      terraform.write("mesh/README.md", "About the mesh.\n");
      await terraform.expectNoChanges();
      terraform.write("mesh/web.hcl", web.replace("8080", "8081"));
      const { stdout } = await terraform.succeed("plan");
      expect(stdout).toContain('+ "~ service \\"web\\": port: 8080 → 8081"');
      await terraform.apply();
      await terraform.succeed("state", "rm", "mesh_document.mesh");
      await terraform.succeed("import", "mesh_document.mesh", "default");
      await terraform.expectNoChanges();
    });

    test("may need another of the same run: made and retracted together", async () => {
      const terraform = workspace();
      const both = (name: string): string =>
        resource(`set = "api"\n${files(api.replace('"api"', `"${name}"`))}`, "api") +
        resource(
          `set = "web"\n${files(web.replace('"api"', `"${name}"`))}\ndepends_on = [mesh_document.api]`,
          "web",
        );
      terraform.write("main.tf", both("api"));
      await terraform.apply();
      expect(await client.set("web")).toMatchObject({ revision: 2, set_revision: 2 });
      await terraform.succeed("destroy", "-auto-approve");

      terraform.write("main.tf", both("api").replace('upstream \\"api\\"', 'upstream \\"apj\\"'));
      const { code, stderr } = await terraform.run("plan");
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toContain("Reference to an undeclared service");
    });

    test("is not changed by another spelling of the same, nor by a plan that changes nothing", async () => {
      const terraform = workspace();
      terraform.write("mesh.hcl", api);
      terraform.write("main.tf", resource('source = "${path.module}/mesh.hcl"'));
      await terraform.apply();
      terraform.write("main.tf", resource('source = "mesh.hcl"'));
      await terraform.apply();
      terraform.write("main.tf", resource('source = "mesh.hcl"\n  wait_for_proxies = false'));
      await terraform.apply();
      expect((await client.set("default")).revision).toBe(1);
    });

    test("a comment is a change of the documents, and of no entry", async () => {
      const terraform = workspace();
      terraform.write("main.tf", resource(files(api)));
      await terraform.apply();
      terraform.write("main.tf", resource(files(`# About the API.\n${api}`)));
      const planned = await terraform.succeed("plan");
      expect(planned.stdout).toMatch(/changes += \[\n +- "\+ service/);
      await terraform.apply();
      expect(await terraform.state("mesh_document.mesh")).toMatchObject({ changes: [], revision: 2 });
    });

    test("is imported, also where its files and variables are not known, and then needs no change", async () => {
      const terraform = workspace();
      const text = `variable "port" { type = number }\n${api.replace("9090", "var.port")}`;
      const body = `${files(text)}\n  variables = { port = 9090 }`;
      terraform.write("main.tf", resource(body));
      await terraform.apply();
      await terraform.succeed("state", "rm", "mesh_document.mesh");
      const refused = await terraform.run("plan");
      expect(unwrapped(refused.stderr)).toContain('Error: The set "default" is already there');
      await terraform.succeed("import", "mesh_document.mesh", "default");
      await terraform.expectNoChanges();
      await terraform.apply();
      expect((await client.set("default")).revision).toBe(1);
    });

    test.each([
      ["no-set-of-this-name", "No set"],
      ["a name/with a slash", "No name of a set"],
    ])("is not imported by the id %p", async (id, message) => {
      const terraform = workspace();
      terraform.write("main.tf", resource(files(api)));
      const { code, stderr } = await terraform.run("import", "mesh_document.mesh", id);
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toContain(`Error: ${message}`);
    });

    test("is replaced as a whole when it is named differently, or when one asks for it", async () => {
      const terraform = workspace();
      terraform.write("main.tf", resource(files(api)));
      await terraform.apply();
      await terraform.apply("-replace=mesh_document.mesh");
      expect((await client.status()).sets).toEqual(["default"]);
      terraform.write("main.tf", resource(`${files(api)}\n  set = "other"`));
      const planned = await terraform.succeed("plan");
      expect(planned.stdout).toContain("# forces replacement");
      await terraform.apply();
      expect((await client.status()).sets).toEqual(["other"]);
    });

    test("stands beside others, which may change in one run and refer to each other", async () => {
      const terraform = workspace();
      const one = resource(`${files(api)}\n  set = "one"`, "one");
      const two = resource(`${files(web)}\n  set = "two"\n  depends_on = [mesh_document.one]`, "two");
      terraform.write("main.tf", one);
      await terraform.apply();
      terraform.write("main.tf", one + two);
      await terraform.apply();
      terraform.write("main.tf", one.replace("9090", "9091") + two.replace("8080", "8081"));
      await terraform.apply();
      const targeted = one.replace("9090", "9092") + two.replace("8080", "8082");
      terraform.write("main.tf", targeted);
      await terraform.succeed("apply", "-auto-approve", "-target=mesh_document.one");
      expect(await client.set("two")).toMatchObject({ entries: [{ value: { port: 8081 } }] });
      await terraform.apply();
      const refused = await terraform.run("destroy", "-auto-approve", "-target=mesh_document.nothing");
      expect(refused.code).toBe(0);
      await terraform.succeed("destroy", "-auto-approve");
      expect((await client.status()).sets).toEqual([]);
    });

    test("that another needs is not retracted", async () => {
      const [one, two] = [workspace("one"), workspace("two")];
      one.write("main.tf", resource(`${files(api)}\n  set = "one"`));
      two.write("main.tf", resource(`${files(web)}\n  set = "two"`));
      await one.apply();
      await two.apply();
      const { code, stderr } = await one.run("destroy", "-auto-approve");
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toContain('Error: The set "one" is needed');
      expect(unwrapped(stderr)).toContain('upstream "api"');
      expect((await client.status()).sets).toEqual(["one", "two"]);
    });

    test("is not applied when it was changed after the plan: one wins, the other is told", async () => {
      const terraform = workspace();
      terraform.write("main.tf", resource(files(api)));
      await terraform.apply();
      terraform.write("main.tf", resource(files(api.replace("9090", "9091"))));
      await terraform.succeed("plan", "-out=saved");
      terraform.write("other.hcl", api.replace("9090", "7777"));
      await site.runMesh("apply", `${terraform.folder}/other.hcl`, "--auto-approve");
      const { code, stderr } = await terraform.run("apply", "saved");
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toContain('Error: The set "default" was changed since the plan');
      expect(await client.set("default")).toMatchObject({
        revision: 2,
        entries: [{ value: { port: 7777 } }],
      });
      await terraform.apply();
    });

    test("is what was reviewed: documents that change between plan and apply are not applied", async () => {
      const terraform = workspace();
      terraform.write("mesh.hcl", api);
      terraform.write("main.tf", resource('source = "mesh.hcl"'));
      await terraform.succeed("plan", "-out=saved");
      terraform.write("mesh.hcl", api.replace("9090", "9091"));
      const { code, stderr } = await terraform.run("apply", "saved");
      expect(code).toBe(1);
      // Terraform plans once more before it applies, and finds the difference itself.
      expect(unwrapped(stderr)).toMatch(
        /Error: Provider produced inconsistent final plan|not those of the plan/,
      );
      expect((await client.status()).revision).toBe(0);
    });

    test("may be written in Terraform's JSON, and be a folder with a module and a file that is read", async () => {
      const terraform = workspace();
      const texts = {
        "mesh.hcl": 'module "edge" {\n  source = "./edge"\n  port   = tonumber(file("port.txt"))\n}\n',
        "edge/main.hcl": `variable "port" { type = number }\n${api.replace("9090", "var.port")}`,
        "port.txt": "9191",
      };
      const document = { mesh: { files: texts } };
      terraform.write("main.tf.json", JSON.stringify({ resource: { mesh_document: document } }));
      await terraform.apply();
      expect(await client.set("default")).toMatchObject({ entries: [{ value: { port: 9191 } }] });
      await terraform.succeed("state", "rm", "mesh_document.mesh");
      await terraform.succeed("import", "mesh_document.mesh", "default");
      await terraform.expectNoChanges();
    });
  });

  describe("a secret", () => {
    const text = `variable "token" {}\n${api.replace("}\n", "  meta = { token = var.token }\n}\n")}`;
    const body = `${files(text)}\n  sensitive_variables = { token = var.token }`;
    const declared = 'variable "token" {\n  ephemeral = true\n  sensitive = true\n}\n';

    test("is in no plan, state or log, and its change is found", async () => {
      const agent = await site.startAgent();
      const terraform = workspace();
      // Of what Terraform and the provider can log, all.
      Object.assign(site.env, { TF_LOG: "TRACE", MESH_TOKEN: "opensesame" });
      terraform.write("main.tf", declared + resource(body));
      const applied = await terraform.apply("-var=token=hunter2");
      expect(applied.stderr).toContain("ApplyResourceChange");
      const planned = await terraform.succeed("plan", "-var=token=swordfish", "-out=saved");
      expect(planned.stdout).toContain("meta.token: sensitive value changed");
      const shown = await terraform.run("show", "-json", "saved");
      const state = readFileSync(join(terraform.folder, "terraform.tfstate"), "utf8");
      const outputs = [applied, planned].flatMap(({ stdout, stderr }) => [stdout, withoutCommands(stderr)]);
      for (const written of [...outputs, shown.stdout, state, agent.stdout, agent.stderr]) {
        expect(written).not.toMatch(/hunter2|swordfish|opensesame/);
      }
      expect(unzipped(readFileSync(join(terraform.folder, "saved")))).not.toMatch(
        /hunter2|swordfish|opensesame/,
      );
      expect(state).toContain("(sensitive value)");
      await terraform.apply("-var=token=swordfish");
      expect((await client.set("default")).revision).toBe(2);
    });
  });

  describe("a mistake", () => {
    test("within the documents is found by validate, without an agent, at its line", async () => {
      const terraform = workspace();
      terraform.write("mesh.hcl", api.replace("port ", "prot "));
      terraform.write("main.tf", resource('source = "mesh.hcl"'));
      const { code, stderr } = await terraform.run("validate");
      expect(code).toBe(1);
      expect(stderr).toContain('on mesh.hcl line 2, in service "api":');
      expect(stderr).toMatch(/2: +prot /);
      expect(unwrapped(stderr)).toContain('Did you mean "port"?');
      expect(unwrapped(stderr)).toContain('on main.tf line 2, in resource "mesh_document" "mesh"');
    });

    test("that only the agent can judge is found by the plan", async () => {
      await site.startAgent();
      const terraform = workspace();
      terraform.write("main.tf", resource(files(web)));
      await terraform.succeed("validate");
      const { code, stderr } = await terraform.run("plan");
      expect(code).toBe(1);
      expect(stderr).toContain("on mesh.hcl line 4");
      expect(unwrapped(stderr)).toContain('"api"');
    });

    test.each<[string, string, string]>([
      ["both source and files", `${files(api)}\n  source = "mesh.hcl"`, "exclude each other"],
      ["neither", "", 'Of "source" and "files", one must be given'],
      ["a path that leads nowhere", 'source = "nowhere.hcl"', '"nowhere.hcl" does not exist'],
      ["a file that lies outside", 'files = { "../mesh.hcl" = "" }', "no name of a file below a folder"],
      ["no document among the files", 'files = { "a.txt" = "" }', 'No name in "files" is that of a document'],
      ["a name that no set can have", `${files(api)}\n  set = "a b"`, "A set's name has"],
      ["an undeclared variable", `${files(api)}\n  variables = { x = 1 }`, "which no document declares"],
      ["variables that are none", `${files(api)}\n  variables = ["x"]`, "Variables are given by their names"],
      [
        "a variable given twice",
        `${files(`variable "a" {}\n${api}`)}\n  variables = { a = 1 }\n  sensitive_variables = { a = 1 }`,
        '"a" is given by both',
      ],
      ["a time that is none", `${files(api)}\n  timeouts = { create = "soon" }`, "This is no duration"],
    ])("%s", async (_, body, message) => {
      const terraform = workspace();
      terraform.write("main.tf", resource(body));
      const { code, stderr } = await terraform.run("validate");
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toContain(message);
    });
  });

  describe("what is unknown when planning", () => {
    test("in a variable, or where the agent is, waits for the apply", async () => {
      await site.startAgent();
      const terraform = workspace();
      const text = `variable "port" { type = number }\n${api.replace("9090", "var.port")}`;
      terraform.write(
        "main.tf",
        `resource "terraform_data" "port" { input = 9090 }
resource "terraform_data" "address" { input = "${site.agentAddress}" }
provider "mesh" { address = terraform_data.address.output }
${resource(`${files(text)}\n  variables = { port = terraform_data.port.output }`)}`,
      );
      const planned = await terraform.succeed("plan");
      expect(planned.stdout).toMatch(/entries +\S* = \(known after apply\)|entries += \(known after apply\)/);
      await terraform.apply();
      expect(await client.set("default")).toMatchObject({ entries: [{ value: { port: 9090 } }] });
      expect(await terraform.state("mesh_document.mesh")).toMatchObject({ changes: ['+ service "api"'] });
    });

    test("does not hide what is wrong anyway", async () => {
      const terraform = workspace();
      const text = `variable "port" { type = number }\n${api.replace("9090", "var.port").replace("protocol", "protocl")}`;
      terraform.write(
        "main.tf",
        `resource "terraform_data" "port" { input = 9090 }
${resource(`${files(text)}\n  variables = { port = terraform_data.port.output }`)}`,
      );
      const { code, stderr } = await terraform.run("validate");
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toContain('Did you mean "protocol"?');
    });
  });

  describe("an agent", () => {
    const provider = (body: string): string => `provider "mesh" {\n${body}\n}\n`;

    test("that is not there", async () => {
      const terraform = workspace();
      terraform.write("main.tf", resource(files(api)));
      const { code, stderr } = await terraform.run("plan");
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toMatch(
        /Error: No agent answers .* Nobody answers at http:\/\/127\.0\.0\.1:\d+ /,
      );
    });

    test.each<[string, string, Parameters<typeof createServer>[1]]>([
      ["that gives no answer", "The agent does not answer in time", () => undefined],
      [
        "that does not know the token",
        "The agent refused the request",
        (request, response) => {
          const isKnown = request.headers.authorization === "Bearer right";
          response.writeHead(isKnown ? 500 : 401).end('{"error":"Who are you?"}');
        },
      ],
      ["that is something else", "No Meshwork agent", (_, response) => response.end("<html>")],
    ])("%s", async (_, message, listener) => {
      const port = await freePort();
      await site.serve(createServer(listener), port);
      const terraform = workspace();
      const settings = `address = "127.0.0.1:${port}"\n  token = "wrong"\n  timeout = "1s"`;
      terraform.write("main.tf", provider(settings) + resource(files(api)));
      const { code, stderr } = await terraform.run("plan");
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toContain(`Error: ${message}`);
      expect(stderr).not.toContain("wrong");
    });

    test("whose address is none", async () => {
      const terraform = workspace();
      terraform.write("main.tf", provider('address = "http://"') + resource(files(api)));
      const { code, stderr } = await terraform.run("plan");
      expect(code).toBe(1);
      expect(unwrapped(stderr)).toContain("Error: Malformed address");
    });
  });
});

/** A trace without the lines in which Terraform tells how it was called. */
function withoutCommands(trace: string): string {
  return trace
    .split("\n")
    .filter((line) => !/CLI (command )?args: /.test(line))
    .join("\n");
}

/** The files within an archive, one after the other. */
function unzipped(archive: Buffer): string {
  const texts: string[] = [];
  // The directory at the end has an entry for each file: sizes at 20 and 24, lengths at 28 to 32, the place at 42.
  for (let at = archive.indexOf("PK\x01\x02"); at >= 0; at = archive.indexOf("PK\x01\x02", at + 4)) {
    const place = archive.readUInt32LE(at + 42);
    const start = place + 30 + archive.readUInt16LE(place + 26) + archive.readUInt16LE(place + 28);
    const content = archive.subarray(start, start + archive.readUInt32LE(at + 20));
    texts.push((archive.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content)).toString("utf8"));
  }
  expect(texts.length).toBeGreaterThan(2);
  return texts.join("\n");
}
