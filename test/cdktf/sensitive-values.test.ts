import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Fn, TerraformLocal, TerraformStack, TerraformVariable, Token } from "cdktf";
import { describe, expect, test } from "@jest/globals";
import { Mesh, sensitive } from "meshwork/cdktf";
import type { ServiceProps } from "meshwork/cdktf";
import { documentOf, synthesize } from "./support/synthesized.ts";
import type { DocumentJson, StackJson } from "./support/synthesized.ts";

interface Stack {
  readonly scope: TerraformStack;
  readonly secret: TerraformVariable;
  readonly open: TerraformVariable;
}

function documentWith(given: (stack: Stack) => Partial<ServiceProps>): DocumentJson {
  return documentOf(
    synthesize((scope) => {
      const secret = new TerraformVariable(scope, "secret", { type: "string", sensitive: true });
      const open = new TerraformVariable(scope, "open", { type: "string" });
      new Mesh(scope, "mesh").addService("web", { port: 8080, ...given({ scope, secret, open }) });
    }),
  );
}

/** Each is given as `meta.pw`. */
const secrets: readonly {
  readonly name: string;
  readonly pw: (stack: Stack) => string;
  readonly carried: string;
}[] = [
  { name: "a sensitive variable", pw: ({ secret }) => secret.stringValue, carried: "${var.secret}" },
  {
    name: "a text with one in it",
    pw: ({ secret }) => `Bearer ${secret.stringValue}`,
    carried: "Bearer ${var.secret}",
  },
  {
    name: "what a function makes of one",
    pw: ({ secret }) => Token.asString(Fn.base64encode(secret.stringValue)),
    carried: "${base64encode(var.secret)}",
  },
  {
    name: "an expression that somebody wrote",
    pw: () => '${var.open == "" ? "a" : var.secret}',
    carried: '${var.open == "" ? "a" : var.secret}',
  },
  {
    name: "a local that is made of one",
    pw: ({ scope, secret }) => {
      const first = new TerraformLocal(scope, "first", { password: secret.stringValue });
      return new TerraformLocal(scope, "second", Fn.lookup(first.expression, "password")).asString;
    },
    carried: "${local.second}",
  },
  {
    name: "an ephemeral variable",
    pw: ({ open }) => {
      open.addOverride("ephemeral", true);
      return open.stringValue;
    },
    carried: "${var.open}",
  },
  {
    name: "what is said to be sensitive",
    pw: () => sensitive("${random_password.db.result}"),
    carried: '${sensitive("${random_password.db.result}")}',
  },
  {
    name: "a token that is said to be sensitive",
    pw: ({ open }) => sensitive(open.stringValue),
    carried: "${sensitive(var.open)}",
  },
  {
    name: "a text that is said to be sensitive",
    pw: () => sensitive('say "a\\b"\n$'),
    carried: '${sensitive("say \\"a\\\\b\\"\\u000a$")}',
  },
];

describe("a secret becomes a sensitive variable, and no other", () => {
  test.each(secrets)("$name", ({ pw, carried }) => {
    const document = documentWith((stack) => ({ meta: { pw: pw(stack) } }));
    expect(document.variables).toBeUndefined();
    expect(document["sensitive_variables"]).toEqual({ web_service_meta_pw: carried });
    expect(document.files["web.hcl"]).toContain("{ pw = var.web_service_meta_pw }");
    expect(document.files["web.hcl"]).toContain(
      'variable "web_service_meta_pw" {\n  type      = string\n  sensitive = true\n}',
    );
  });

  test("lists, maps and numbers that are said to be sensitive", () => {
    const document = documentWith(({ scope, open }) => ({
      port: sensitive(new TerraformVariable(scope, "port", {}).numberValue),
      tags: sensitive([open.stringValue]),
      meta: sensitive({ pw: open.stringValue }),
    }));
    expect(document.variables).toBeUndefined();
    expect(document["sensitive_variables"]).toEqual({
      web_service_port: "${sensitive(var.port)}",
      web_service_tags: "${sensitive([var.open])}",
      web_service_meta: '${sensitive({"pw" = var.open})}',
    });
  });
});

test("what is no secret stays visible, also beside one and when it was one", () => {
  const document = documentWith(({ secret, open }) => ({
    address: open.stringValue,
    meta: { pw: secret.stringValue, shown: Token.asString(Fn.nonsensitive(secret.value)) },
  }));
  expect(document.variables).toEqual({
    web_service_address: "${var.open}",
    web_service_meta_shown: "${nonsensitive(var.secret)}",
  });
  expect(document["sensitive_variables"]).toEqual({ web_service_meta_pw: "${var.secret}" });
});

test("locals that refer to one another end", () => {
  const document = documentWith(({ scope }) => {
    new TerraformLocal(scope, "first", "${local.second}");
    return { address: new TerraformLocal(scope, "second", "${local.first}").asString };
  });
  expect(document.variables).toEqual({ web_service_address: "${local.second}" });
});

test("a secret of another stack is one here", () => {
  const outdir = mkdtempSync(join(tmpdir(), "mesh-secrets-"));
  try {
    const app = new App({ outdir });
    const secret = new TerraformVariable(new TerraformStack(app, "first"), "secret", { sensitive: true });
    const mesh = new Mesh(new TerraformStack(app, "second"), "mesh");
    mesh.addService("web", { port: 8080, meta: { pw: secret.stringValue } });
    app.synth();
    const text = readFileSync(join(outdir, "stacks", "second", "cdk.tf.json"), "utf8");
    const document = documentOf({ refusal: undefined, stack: JSON.parse(text) as StackJson });
    expect(document.variables).toBeUndefined();
    expect(document["sensitive_variables"]).toEqual({
      web_service_meta_pw: expect.stringMatching(/^\$\{data\.terraform_remote_state\..*\.outputs\..*\}$/),
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});

test("no message shows a secret", () => {
  const stack = new TerraformStack(new App(), "stack");
  const secret = new TerraformVariable(stack, "secret", { type: "string", sensitive: true });
  const mesh = new Mesh(stack, "mesh");
  mesh.addService("web", { port: 8080, address: secret.stringValue });
  const { findings } = mesh.compile({ secret: "hunter two" });
  expect(findings.map(({ text }) => text)).toEqual([expect.stringContaining("(sensitive value)")]);
  expect(JSON.stringify(findings.map(({ text }) => text))).not.toContain("hunter");
});
