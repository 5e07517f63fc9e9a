import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Block, BodySchema } from "../../language/body.ts";
import { languageCodes } from "../../language/codes.ts";
import { evaluate } from "../../language/evaluate.ts";
import type { Scope } from "../../language/scope.ts";
import { markSensitive, withoutMark } from "../../language/sensitive.ts";
import { isUnknown, unknownValue } from "../../language/value.ts";
import type { ObjectValue, Value } from "../../language/value.ts";

const outputSchema: BodySchema = {
  attributes: [
    { name: "value", required: true },
    { name: "description", required: false },
    { name: "sensitive", required: false },
  ],
  blocks: [],
};

/** What the `output` blocks of a set of documents give to whoever calls it as a module. */
export function evaluateOutputs(
  blocks: readonly Block[],
  scope: Scope,
  diagnostics: Diagnostic[],
): ObjectValue {
  const outputs = new Map<string, Value>();
  const ranges = new Map<string, Block>();
  for (const block of blocks) {
    const name = block.labels[0]?.text ?? "";
    const first = ranges.get(name);
    if (first) diagnostics.push(duplicateOutput(name, block, first));
    else {
      ranges.set(name, block);
      outputs.set(name, evaluateOutput(block, scope, diagnostics));
    }
  }
  return outputs;
}

function evaluateOutput(block: Block, scope: Scope, diagnostics: Diagnostic[]): Value {
  const { value: content, diagnostics: found } = block.body.content(outputSchema);
  diagnostics.push(...found);
  const read = (name: string): Value | undefined => {
    const attribute = content.attributes.get(name);
    if (!attribute) return undefined;
    const evaluated = evaluate(attribute.expression, scope);
    diagnostics.push(...evaluated.diagnostics);
    return evaluated.value;
  };
  const value = read("value") ?? (content.attributes.has("value") ? null : unknownValue);
  const description = read("description") ?? "";
  const sensitive = read("sensitive") ?? false;
  if (typeof withoutMark(description) !== "string" && !isUnknown(description))
    diagnostics.push(constantExpected(block, "description", "a text"));
  if (typeof sensitive !== "boolean" && !isUnknown(sensitive))
    diagnostics.push(constantExpected(block, "sensitive", "true or false"));
  // In doubt it is kept secret.
  return sensitive === false ? value : markSensitive(value);
}

function constantExpected({ headerRange }: Block, name: string, expected: string): Diagnostic {
  return error({
    code: languageCodes.constantExpected,
    summary: `Unsuitable ${name}`,
    detail: `An output's "${name}" is ${expected}. Change it.`,
    subject: headerRange,
  });
}

function duplicateOutput(name: string, second: Block, first: Block): Diagnostic {
  return error({
    code: languageCodes.duplicateDeclaration,
    summary: "Duplicate output",
    detail: `The output "${name}" is already declared. Remove or rename one of the two.`,
    subject: second.headerRange,
    related: [{ message: "declared first here", range: first.headerRange }],
  });
}
