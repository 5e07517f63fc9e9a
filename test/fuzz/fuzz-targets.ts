import { readdirSync, readFileSync } from "node:fs";
import { compile } from "../../src/compile.ts";
import type { Body } from "../../src/language/body.ts";
import { resolveScope } from "../../src/language/document-set-scope.ts";
import { evaluate } from "../../src/language/evaluate.ts";
import type { Expression } from "../../src/language/expression.ts";
import { formatDocument } from "../../src/language/format/format-document.ts";
import { standardFunctions } from "../../src/language/functions/standard-functions.ts";
import { hcl1ToValue } from "../../src/language/hcl1/hcl1-to-value.ts";
import { isConsulDocument } from "../../src/language/hcl1/is-consul-document.ts";
import { parseHcl1 } from "../../src/language/hcl1/parse-hcl1.ts";
import { parseDocument } from "../../src/language/parse-document.ts";
import type { Scope } from "../../src/language/scope.ts";
import { traversalsOf } from "../../src/language/traversals-of.ts";
import { fromJson, unknownValue } from "../../src/language/value.ts";
import type { Value } from "../../src/language/value.ts";
import { largeMesh } from "../../bench/large-mesh.ts";
import { nativeVocabulary } from "../../tools/hcl2json-oracle/mutations.ts";
import type { Vocabulary } from "../../tools/text-mutation/mutate-text.ts";
import nativeCorpus from "../language/corpus/native-syntax.json";
import { expectInside } from "./fuzz-target.ts";
import type { FuzzTarget } from "./fuzz-target.ts";

const consulFolder = "test/language/hcl1/documents";
const consulDocuments = namesIn(consulFolder).map((name) => read(`${consulFolder}/${name}`));
const meshDocuments = [read("examples/counting/mesh.hcl"), largeMesh(10), ...nestedDocuments()];
const calls = read("tools/terraform-console/calls.txt")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

const jsonVocabulary: Vocabulary = {
  tokenForm: /"(?:[^"\\\n]|\\.)*"|[\w.-]+|[^\s\w]/g,
  tokens: [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "true",
    "1",
    "-1e5",
    '""',
    '"a"',
    '"${a}"',
    '"%{if a}"',
    "//",
  ],
  characters: '{}[]:,"\\$%/*-+. \n\t09eaé',
};

const jsonDocuments = [
  ...consulDocuments.filter((text) => text.trimStart().startsWith("{")),
  JSON.stringify({
    service: { web: { port: "${var.port}", upstream: { api: { local_bind_port: 5000 } } } },
    intentions: { web: [{ source: { "*": { action: "allow" } } }] },
    locals: { a: "%{ if true }x%{ endif }", b: [1, { c: "${local.a}" }] },
  }),
];

/** Every part that reads what users write. */
export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "native",
    texts: [...nativeCorpus.map(({ text }) => text), ...meshDocuments],
    vocabulary: nativeVocabulary,
    examine: (text) => examineDocument(text, "fuzz.hcl"),
  },
  {
    name: "evaluate",
    texts: calls.map((call) => `a = ${call}\n`),
    vocabulary: nativeVocabulary,
    examine: (text) => examineDocument(text, "fuzz.hcl"),
  },
  {
    name: "json",
    texts: jsonDocuments,
    vocabulary: jsonVocabulary,
    examine: (text) => {
      examineDocument(text, "fuzz.json");
      examineCompilation(text, "fuzz.json");
    },
  },
  { name: "hcl1", texts: consulDocuments, vocabulary: nativeVocabulary, examine: examineConsulDocument },
  {
    name: "format",
    texts: [...nativeCorpus.map(({ text }) => text), ...meshDocuments],
    vocabulary: nativeVocabulary,
    examine: examineFormat,
  },
  {
    name: "compile",
    texts: meshDocuments,
    vocabulary: nativeVocabulary,
    examine: (text) => examineCompilation(text, "fuzz.hcl"),
  },
];

/** Values of every kind under names that mutations often refer to. */
const scope: Scope = {
  functions: standardFunctions,
  variables: new Map<string, Value>([
    ["a", fromJson(["x", "y", { b: [1, 2] }])],
    ["b", fromJson({ a: 1, b: "text", c: null })],
    ["var", fromJson({ name: "web", port: 8080, on: true, names: ["a", "b"] })],
    ["late", unknownValue],
  ]),
};

function examineDocument(text: string, filename: string): void {
  const { value: body, diagnostics } = parseDocument({ filename, text });
  expectInside(diagnostics);
  for (const expression of expressionsIn(body)) {
    traversalsOf(expression);
    expectInside(evaluate(expression, scope).diagnostics);
  }
  const named = (type: string, labelNames: readonly string[]) =>
    body.partialContent({ attributes: [], blocks: [{ type, labelNames }] }).value.blocks;
  const resolved = resolveScope({
    variableBlocks: named("variable", ["name"]),
    localsBlocks: named("locals", []),
    inputs: new Map(),
    functions: standardFunctions,
  });
  expectInside(resolved.diagnostics);
}

/** JSON may be taken for blocks of several numbers of labels, so that ways into it multiply with depth. */
const maxBlockDepth = 4;

/** Those of the arguments of all blocks, however many labels the blocks have. */
function expressionsIn(body: Body, depth = 0): readonly Expression[] {
  if (depth > maxBlockDepth) return [];
  const names = body.itemNames();
  const attributes = names.map((name) => ({ name, required: false }));
  const own = [...body.partialContent({ attributes, blocks: [] }).value.attributes.values()];
  const blocks = [[], ["a"], ["a", "b"]].flatMap(
    (labelNames) =>
      body.partialContent({ attributes: [], blocks: names.map((type) => ({ type, labelNames })) }).value
        .blocks,
  );
  return [
    ...own.map(({ expression }) => expression),
    ...blocks.flatMap((block) => (block.body === body ? [] : expressionsIn(block.body, depth + 1))),
  ];
}

function examineConsulDocument(text: string): void {
  const { value, diagnostics } = parseHcl1({ filename: "fuzz.hcl", text });
  expectInside(diagnostics);
  expectInside(hcl1ToValue(value).diagnostics);
  isConsulDocument({ filename: "fuzz.hcl", text });
  examineCompilation(text, "fuzz.hcl");
}

/** Formatting again changes nothing, and what was read can still be read. */
function examineFormat(text: string): void {
  const once = formatDocument({ filename: "fuzz.hcl", text });
  if (once.kind === "invalid") expectInside(once.diagnostics);
  if (once.kind !== "formatted") return;
  const twice = formatDocument({ filename: "fuzz.hcl", text: once.text });
  if (twice.kind !== "formatted") throw new Error(`formatted text cannot be formatted again: ${twice.kind}`);
  if (twice.text !== once.text) throw new Error("formatting twice changes the text");
}

function examineCompilation(text: string, filename: string): void {
  const { diagnostics, mesh } = compile([{ files: [{ filename, text }], variables: new Map() }]);
  expectInside(diagnostics);
  if (mesh && mesh.proxies.length === 0 && mesh.graph.services.size > 0)
    throw new Error("a mesh with services has no proxy");
}

/** What repetition, modules, validation and conditions look like. */
function nestedDocuments(): readonly string[] {
  return [
    `variable "names" {
  type    = list(object({ name = string, port = optional(number, 80) }))
  default = [{ name = "web" }, { name = "api", port = 81 }]
  validation {
    condition     = length(var.names) > 0
    error_message = "Name one."
  }
}

locals {
  ports = { for entry in var.names : entry.name => entry.port... }
  text  = <<-EOT
    %{ for name, port in local.ports ~}
    \${name}: \${join(",", port)}
    %{ endfor ~}
  EOT
}

service "all" {
  for_each = toset(var.names[*].name)
  name     = each.key
  port     = local.ports[each.key][0]
  address  = cidrhost("10.0.0.0/24", local.ports[each.key][0])

  dynamic "upstream" {
    for_each = each.key == "web" ? ["api"] : []
    labels   = [upstream.value]
    content { local_bind_port = 5000 + upstream.key }
  }
}

intentions "api" {
  source "*" { action = "deny" }
  source "web" { action = sensitive("allow") }
}
`,
  ];
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}

function read(path: string): string {
  return readFileSync(path, "utf8");
}
