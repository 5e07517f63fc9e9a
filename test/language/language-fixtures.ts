import { positionAt } from "../../src/diagnostics/source-file.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Body } from "../../src/language/body.ts";
import { resolveScope } from "../../src/language/document-set-scope.ts";
import type { VariableInput } from "../../src/language/document-set-scope.ts";
import { evaluate } from "../../src/language/evaluate.ts";
import { standardFunctions } from "../../src/language/functions/standard-functions.ts";
import { parseDocument } from "../../src/language/parse-document.ts";
import type { Scope } from "../../src/language/scope.ts";
import { fromJson, toJson, unknownValue } from "../../src/language/value.ts";
import type { JsonValue, Value } from "../../src/language/value.ts";

/** What the expressions of tests may refer to. */
export const testScope: Scope = {
  functions: standardFunctions,
  variables: new Map<string, Value>([
    [
      "var",
      fromJson({
        name: "web",
        port: 8080,
        on: true,
        nothing: null,
        names: ["a", "b", "c"],
        ports: { http: 80, admin: 8081 },
        services: [
          { name: "x", tags: ["p", "q"] },
          { name: "y", tags: [] },
        ],
      }),
    ],
    ["late", unknownValue],
  ]),
};

export function parseText(
  text: string,
  filename = "test.hcl",
): { body: Body; diagnostics: readonly Diagnostic[] } {
  const { value, diagnostics } = parseDocument({ filename, text });
  return { body: value, diagnostics };
}

/** The value of one expression, and everything that was wrong with it. */
export function evaluateText(expression: string): { value: Value; diagnostics: readonly Diagnostic[] } {
  const { body, diagnostics } = parseText(`a = ${expression}\n`);
  const attribute = body.justAttributes().value.get("a");
  if (!attribute) return { value: unknownValue, diagnostics };
  const evaluated = evaluate(attribute.expression, testScope);
  return { value: evaluated.value, diagnostics: [...diagnostics, ...evaluated.diagnostics] };
}

/** The JSON value of an expression that must be without mistakes. */
export function jsonOf(expression: string): JsonValue {
  const { value, diagnostics } = evaluateText(expression);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(describe).join("\n"));
  return value === unknownValue ? "(unknown)" : toJson(value);
}

/** `MESH1014 2:3 Summary`: what the tables of mistakes compare. */
export function describe({ code, summary, subject }: Diagnostic): string {
  if (!subject) return `${code} - ${summary}`;
  const { line, column } = positionAt(subject.file, subject.start);
  return `${code} ${line}:${column} ${summary}`;
}

/** The scope of one document. */
export function scopeOf(
  text: string,
  inputs: ReadonlyMap<string, VariableInput> = new Map(),
  filename = "test.hcl",
): { json: JsonValue; diagnostics: readonly Diagnostic[] } {
  const { body, diagnostics } = parseText(text, filename);
  const content = body.content({
    attributes: [],
    blocks: [
      { type: "variable", labelNames: ["name"] },
      { type: "locals", labelNames: [] },
    ],
  });
  const { blocks } = content.value;
  const scope = resolveScope({
    variableBlocks: blocks.filter(({ type }) => type === "variable"),
    localsBlocks: blocks.filter(({ type }) => type === "locals"),
    inputs,
  });
  return {
    json: Object.fromEntries([...scope.value.variables].map(([name, value]) => [name, toJson(value)])),
    diagnostics: [...diagnostics, ...content.diagnostics, ...scope.diagnostics],
  };
}
