import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { evaluate } from "../evaluate.ts";
import { parseDocument } from "../parse-document.ts";
import type { Value } from "../value.ts";
import type { ValueInput } from "./variable-input.ts";

/** The values that a variable file sets, in either syntax: nothing but arguments, which refer to nothing. */
export function parseVariableFile(file: SourceFile): WithDiagnostics<ReadonlyMap<string, Value>> {
  const { value: inputs, diagnostics } = readVariableFile(file);
  return { value: new Map([...inputs].map(([name, { value }]) => [name, value])), diagnostics };
}

/** Like {@link parseVariableFile}, but as inputs that know their place, for messages that point at it. */
export function readVariableFile(file: SourceFile): WithDiagnostics<ReadonlyMap<string, ValueInput>> {
  const diagnostics: Diagnostic[] = [];
  const document = parseDocument(file);
  const attributes = document.value.justAttributes();
  diagnostics.push(...document.diagnostics, ...attributes.diagnostics);
  const inputs = new Map<string, ValueInput>();
  for (const { name, nameRange, expression } of attributes.value.values()) {
    const { value, diagnostics: found } = evaluate(expression, {
      variables: new Map(),
      functions: new Map(),
    });
    diagnostics.push(...found);
    inputs.set(name, {
      kind: "value",
      value,
      range: expression.range,
      nameRange,
      origin: file.filename,
      whenUndeclared: "warning",
    });
  }
  return { value: inputs, diagnostics };
}
