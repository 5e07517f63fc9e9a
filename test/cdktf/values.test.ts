import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lazy, TerraformLocal, TerraformVariable, Token } from "cdktf";
import type { TerraformStack } from "cdktf";
import { describe, expect, test } from "@jest/globals";
import { Mesh, Protocol } from "meshwork/cdktf";
import type { Service } from "meshwork/cdktf";
import { documentOf, synthesize } from "./support/synthesized.ts";

interface Around {
  readonly scope: TerraformStack;
  readonly mesh: Mesh;
  readonly web: Service;
  /** A variable, and values of it, with the types that mistakes have: none. */
  readonly variable: Loose;
}

/** What `any` lets through. */
type Loose = never;

function loose(value: unknown): Loose {
  return value as Loose;
}

function holdingItself(): object {
  const value: Record<string, unknown> = { version: "v1" };
  value["self"] = value;
  return value;
}

const mistakes: readonly {
  readonly name: string;
  readonly make: (around: Around) => unknown;
  readonly at: string;
  readonly told: string;
}[] = [
  {
    name: "a number that is none",
    make: ({ mesh }) => mesh.addService("api", { port: Number("x") }),
    at: "api",
    told: "port must be a number, and is NaN. An environment variable that is not set is read as that, for one.",
  },
  {
    name: "a number without end",
    make: ({ web }) => web.connectTo("web", { config: { connectTimeoutMs: Infinity } }),
    at: "web/connect-web",
    told: "connectTimeoutMs must be a number, and is Infinity.",
  },
  {
    name: "a number that turns out to be none",
    make: ({ web }) => web.configure({ port: Lazy.numberValue({ produce: () => Number.NaN }) }),
    at: "web",
    told: "port must be a number, and is NaN. An environment variable that is not set is read as that, for one.",
  },
  {
    name: "a bigint",
    make: ({ web }) => web.configure({ port: loose(8080n) }),
    at: "web",
    told: "port is a bigint, which documents do not have. Write a number.",
  },
  {
    name: "a bigint as a share",
    make: ({ web }) => web.split({ v1: loose(100n) }),
    at: "web/split",
    told: "weight is a bigint, which documents do not have. Write a number.",
  },
  {
    name: "a function",
    make: ({ web }) => web.configure({ meta: { version: loose(() => "v1") } }),
    at: "web",
    told: "meta.version is a function. Write what it returns.",
  },
  {
    name: "a symbol",
    make: ({ web }) => web.configure({ tags: ["a", loose(Symbol("b"))] }),
    at: "web",
    told: "tags[1] is a symbol, which documents do not have. Write a text.",
  },
  {
    name: "a map",
    make: ({ web }) => web.configure({ meta: loose(new Map([["version", "v1"]])) }),
    at: "web",
    told: "meta is a Map, which documents do not have. Write a list or a plain object.",
  },
  {
    name: "a set of blocks",
    make: ({ web }) => web.configure({ instances: loose(new Set()) }),
    at: "web",
    told: "instances is a Set, which documents do not have. Write a list or a plain object.",
  },
  {
    name: "a value that holds itself",
    make: ({ web }) => web.configure({ meta: loose(holdingItself()) }),
    at: "web",
    told: "meta.self is what it is a part of. Write out what is meant.",
  },
  {
    name: "a value of endless depth",
    make: ({ web }) =>
      web.configure({ tags: loose(Array.from({ length: 10_000 }).reduce((inner) => [inner], [])) }),
    at: "web",
    told: `tags${"[0]".repeat(101)} is nested more than 100 times. Write less.`,
  },
  {
    name: "a variable instead of its value",
    make: ({ web, variable }) => web.configure({ port: variable }),
    at: "web",
    told: "port is a TerraformVariable itself. Write its .stringValue, .numberValue, .booleanValue or .listValue.",
  },
  {
    name: "a variable instead of a share",
    make: ({ web, variable }) => web.split({ v1: variable }),
    at: "web/split",
    told: "weight is a TerraformVariable itself. Write its .stringValue, .numberValue, .booleanValue or .listValue.",
  },
  {
    name: "a local instead of its value",
    make: ({ scope, web }) =>
      web.configure({ meta: { version: loose(new TerraformLocal(scope, "local", 1)) } }),
    at: "web",
    told: "meta.version is a TerraformLocal itself. Write its .asString, .asNumber, .asBoolean or .asList.",
  },
  {
    name: "a construct",
    make: ({ mesh, web }) => web.configure({ port: loose(mesh) }),
    at: "web",
    told: "port is the construct stack/mesh itself. Write one of its attributes.",
  },
  ...(
    [
      ["a whole list of blocks", Token.asAny("${var.all}"), "instances"],
      ["a list that Terraform knows as blocks", Token.asList("${var.all}"), "instances"],
      ["one of several blocks", [Token.asAny("${var.one}")], "instances[0]"],
    ] as const
  ).map(([name, value, property]) => ({
    name,
    make: ({ web }: Around) => web.configure({ instances: loose(value) }),
    at: "web",
    told: `${property} cannot be what only Terraform knows as a whole. Write objects: their properties may be such values, by .stringValue or .numberValue.`,
  })),
  {
    name: "a variable as blocks",
    make: ({ web, variable }) => web.configure({ instances: variable }),
    at: "web",
    told: "instances cannot be what only Terraform knows as a whole. Write objects: their properties may be such values, by .stringValue or .numberValue.",
  },
];

describe("a value that no document can hold is one mistake, at its construct", () => {
  test.each(mistakes)("$name", ({ make, at, told }) => {
    const { refusal, stack } = synthesize((scope) => {
      const mesh = new Mesh(scope, "mesh");
      const web = mesh.addService("web", { port: 8080, protocol: Protocol.HTTP, address: "10.0.0.2" });
      const variable = loose(new TerraformVariable(scope, "variable", {}));
      make({ scope, mesh, web, variable });
    });
    expect(stack).toBeUndefined();
    const [, ...lines] = refusal?.split("\n\n")[0]?.split("\n  ") ?? [];
    expect(lines).toEqual([
      `[stack/mesh/${at}] MESH2001: Wrong type`,
      expect.stringMatching(/^ {2}at stack\/mesh\/.* \(test\/cdktf\/values\.test\.ts:\d+:\d+\)$/),
      `  ${told}`,
    ]);
  });

  test("a variable of a document", () => {
    const folder = mkdtempSync(join(tmpdir(), "mesh-values-"));
    try {
      writeFileSync(join(folder, "mesh.hcl"), 'variable "port" {}\nservice "web" {\n  port = var.port\n}\n');
      const { refusal } = synthesize((scope) => {
        new Mesh(scope, "mesh", Mesh.fromDocument(folder, { variables: { port: () => 8080 } }));
      });
      expect(refusal?.match(/MESH\d+: .*/g)).toEqual(["MESH2001: Wrong type"]);
      expect(refusal).toContain("\n    port is a function. Write what it returns.\n");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

test("blocks may be known later, and have parts that only Terraform knows", () => {
  const { files, variables } = documentOf(
    synthesize((scope) => {
      const port = new TerraformVariable(scope, "port", { type: "number" });
      new Mesh(scope, "mesh").addService("web", {
        port: 8080,
        instances: loose(
          Lazy.anyValue({
            produce: () => [
              { id: "one" },
              Lazy.anyValue({ produce: () => ({ id: "two", port: port.numberValue }) }),
            ],
          }),
        ),
      });
    }),
  );
  expect(files["web.hcl"]).toContain(
    '  instance "one" {}\n  instance "two" {\n    port = var.web_service_instances_two_port\n  }\n',
  );
  expect(variables).toEqual({ web_service_instances_two_port: "${var.port}" });
});

test("a service may be named by a value that has no type", () => {
  const { variables } = documentOf(
    synthesize((scope) => {
      const variable = new TerraformVariable(scope, "variable", { type: "string" });
      const mesh = new Mesh(scope, "mesh", { hasOtherSets: true });
      const web = mesh.addService("web", { port: 8080 });
      web.allowTo(loose(variable.value));
      expect(() => web.allowTo(loose(variable))).toThrow("`.stringValue`");
    }),
  );
  expect(Object.values(variables ?? {})).toEqual(["${var.variable}"]);
});
