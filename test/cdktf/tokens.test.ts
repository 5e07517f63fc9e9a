import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Aspects, Fn, Lazy, Op, TerraformLocal, TerraformStack, TerraformVariable, Token } from "cdktf";
import { describe, expect, test } from "@jest/globals";
import { Mesh, Protocol } from "meshwork/cdktf";
import type { ServiceProps } from "meshwork/cdktf";
import { documentOf, synthesize } from "./support/synthesized.ts";
import type { DocumentJson } from "./support/synthesized.ts";

interface Tokens {
  readonly number: TerraformVariable;
  readonly text: TerraformVariable;
  readonly list: TerraformVariable;
}

function documentWith(properties: (tokens: Tokens) => Partial<ServiceProps>): DocumentJson {
  return documentOf(
    synthesize((scope) => {
      const tokens = {
        number: new TerraformVariable(scope, "number", { type: "number" }),
        text: new TerraformVariable(scope, "text", { type: "string" }),
        list: new TerraformVariable(scope, "list", { type: "list(string)" }),
      };
      new Mesh(scope, "mesh").addService("web", {
        port: 8080,
        protocol: Protocol.HTTP,
        ...properties(tokens),
      });
    }),
  );
}

/** What a property is given, and what stands in the document and among the variables for it. */
const rows: readonly {
  readonly name: string;
  readonly given: (tokens: Tokens) => Partial<ServiceProps>;
  readonly written: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
}[] = [
  {
    name: "a number",
    given: ({ number }) => ({ port: number.numberValue }),
    written: "port     = var.web_service_port",
    variables: { web_service_port: "${var.number}" },
  },
  {
    name: "a computed number",
    given: ({ number }) => ({ port: Token.asNumber(Op.add(number.numberValue, 1)) }),
    written: "port     = var.web_service_port",
    variables: { web_service_port: "${(var.number + 1)}" },
  },
  {
    name: "a number within a text",
    given: ({ number }) => ({ address: `10.0.0.${number.numberValue}` }),
    written: "address  = var.web_service_address",
    variables: { web_service_address: "10.0.0.${var.number}" },
  },
  {
    name: "a text",
    given: ({ text }) => ({ address: text.stringValue }),
    written: "address  = var.web_service_address",
    variables: { web_service_address: "${var.text}" },
  },
  {
    name: "an expression that somebody wrote",
    given: () => ({ address: "${var.text}" }),
    written: "address  = var.web_service_address",
    variables: { web_service_address: "${var.text}" },
  },
  {
    name: "a list",
    given: ({ list }) => ({ tags: list.listValue }),
    written: "tags     = var.web_service_tags",
    variables: { web_service_tags: "${var.list}" },
  },
  {
    name: "an item of a list",
    given: ({ text }) => ({ tags: ["a", text.stringValue] }),
    written: 'tags     = ["a", var.web_service_tags_1]',
    variables: { web_service_tags_1: "${var.text}" },
  },
  {
    name: "a member of an object",
    given: ({ text }) => ({ meta: { version: "v1", "build id": text.stringValue } }),
    written: 'meta     = { version = "v1", "build id" = var.web_service_meta_build_id }',
    variables: { web_service_meta_build_id: "${var.text}" },
  },
  {
    name: "a key of an object",
    given: ({ text }) => ({ meta: { [text.stringValue]: "v1" } }),
    written: "meta     = var.web_service_meta",
    variables: { web_service_meta: { "${var.text}": "v1" } },
  },
  {
    name: "a function's result",
    given: ({ list }) => ({ address: Token.asString(Fn.element(list.listValue, 0)) }),
    written: "address  = var.web_service_address",
    variables: { web_service_address: "${element(var.list, 0)}" },
  },
  {
    name: "a boolean within a block",
    given: () => ({ expose: { checks: Token.asAny("${true}") } }),
    written: "    checks = var.web_service_expose_checks",
    variables: { web_service_expose_checks: "${true}" },
  },
  {
    name: "a value that is known when it is asked for",
    given: () => ({ port: Lazy.numberValue({ produce: () => 8081 }) }),
    written: "port     = 8081",
    variables: undefined,
  },
  {
    name: "a text that is escaped for Terraform",
    given: () => ({ meta: { shell: "$${HOME} 50%%{x} $ %" } }),
    // Twice: for the language and for Terraform.
    written: 'meta     = { shell = "$$${HOME} 50%%%{x} $ %" }',
    variables: undefined,
  },
];

describe("what Terraform computes is carried to it", () => {
  test.each(rows)("$name", ({ given, written, variables }) => {
    const document = documentWith(given);
    expect(document.files["web.hcl"]).toContain(written);
    expect(document.variables).toEqual(variables);
  });
});

test("a variable has the type of the property it stands for", () => {
  const { files } = documentWith(({ number, text, list }) => ({
    port: number.numberValue,
    address: text.stringValue,
    tags: list.listValue,
    meta: { [text.stringValue]: "v1" },
    expose: { checks: Token.asAny("${true}") },
  }));
  const types = [...(files["web.hcl"] ?? "").matchAll(/variable "web_service_(\w+)" {\n {2}type = (.*)\n}/g)];
  expect(Object.fromEntries(types.map(([, name, type]) => [name, type]))).toEqual({
    port: "number",
    address: "string",
    tags: "list(string)",
    meta: "map(string)",
    expose_checks: "bool",
  });
});

test("a service may be named by Terraform, and is referred to by that name", () => {
  const document = documentOf(
    synthesize((scope) => {
      const name = new TerraformLocal(scope, "name", "api-blue").asString;
      const mesh = new Mesh(scope, "mesh");
      const web = mesh.addService("web", { port: 8080 });
      const api = mesh.addService("api", { port: 9090, name, address: "127.0.0.2" });
      web.connectTo(api, { localBindPort: 9001 });
      web.allowTo(api);
    }),
  );
  expect(document.files).toEqual({
    "web.hcl": `service "web" {
  port = 8080
  upstream "api" {
    name            = var.web_service_upstreams_api_name
    local_bind_port = 9001
  }
}

variable "web_service_upstreams_api_name" {
  type = string
}
`,
    "api.hcl": `service "api" {
  name    = var.api_service_name
  port    = 9090
  address = "127.0.0.2"
}

intentions "api" {
  name = var.api_intentions_name
  source "web" {
    action = "allow"
  }
}

variable "api_service_name" {
  type = string
}

variable "api_intentions_name" {
  type = string
}
`,
  });
});

describe("an upstream whose destination only Terraform can name", () => {
  const token = (scope: TerraformStack, name: string) => new TerraformLocal(scope, name, name).asString;

  test("has the port of the destination's construct, whatever tokens there are", () => {
    const ports = [0, 3].map((others) => {
      const stack = new TerraformStack(new App(), "stack");
      const mesh = new Mesh(stack, "mesh");
      for (let number = 0; number < others; number += 1) token(stack, `other-${number}`);
      const api = mesh.addService("api", { port: 9090, name: token(stack, "api") });
      return mesh.addService("web", { port: 8080, address: "127.0.0.2" }).connectTo(api).localBindPort;
    });
    // Those of a service that is called so.
    expect(ports).toEqual([12_567, 12_567]);
  });

  test("needs a port where there is no such construct", () => {
    const { refusal } = synthesize((scope) => {
      const mesh = new Mesh(scope, "mesh", { hasOtherSets: true });
      const web = mesh.addService("web", { port: 8080 });
      web.connectTo(token(scope, "api"));
      web.connectTo(mesh.serviceNamed(token(scope, "db")));
      web.connectTo(token(scope, "cache"), { localBindPort: 9001 });
    });
    expect(refusal?.match(/\[.*: .*/g)).toEqual([
      "[stack/mesh/web/connect-service] MESH2005: Missing localBindPort",
      "[stack/mesh/web/connect-service-2] MESH2005: Missing localBindPort",
    ]);
    expect(refusal).toContain("at stack/mesh/web/connect-service (test/cdktf/tokens.test.ts:");
  });
});

test("a value that changes between two looks at the mesh is the later one", () => {
  const document = documentOf(
    synthesize((scope) => {
      const web = new Mesh(scope, "mesh").addService("web", { port: Token.asNumber("${var.first}") });
      Aspects.of(scope).add({
        visit: (construct) => {
          if (construct === web) web.configure({ port: Token.asNumber("${var.second}") });
        },
      });
    }),
  );
  expect(document.variables).toEqual({ web_service_port: "${var.second}" });
});

test("a value of another stack becomes an output there", () => {
  const outdir = mkdtempSync(join(tmpdir(), "mesh-stacks-"));
  try {
    const app = new App({ outdir });
    const first = new Mesh(new TerraformStack(app, "first"), "mesh", { set: "first" });
    first.addService("api", { port: 9090 });
    const second = new Mesh(new TerraformStack(app, "second"), "mesh", { set: "second" });
    second.addService("web", { port: 8080, meta: { after: Token.asString(first.resource.revision) } });
    app.synth();
    const stack = readFileSync(join(outdir, "stacks", "second", "cdk.tf.json"), "utf8");
    expect(stack).toMatch(/"web_service_meta_after": "\$\{data\.terraform_remote_state\..*\.outputs\..*\}"/);
    expect(stack).not.toContain("mesh_document.mesh.revision");
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});
