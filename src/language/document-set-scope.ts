import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { Block } from "./body.ts";
import { languageCodes } from "./codes.ts";
import type { FunctionTable } from "./functions/function-definition.ts";
import { standardFunctions } from "./functions/standard-functions.ts";
import { isIdentifier } from "./native/scanner.ts";
import type { Scope } from "./scope.ts";
import type { Value } from "./value.ts";
import { resolveLocals } from "./variables/resolve-locals.ts";
import type { VariableDeclaration } from "./variables/variable-declaration.ts";
import { readVariableDeclaration } from "./variables/variable-declaration.ts";
import { reportUndeclaredInput, resolveVariable } from "./variables/variable-input.ts";
import type { VariableInput } from "./variables/variable-input.ts";

export { parseVariableFile, readVariableFile } from "./variables/parse-variable-file.ts";
export type { TextInput, ValueInput, VariableInput } from "./variables/variable-input.ts";

/** What a document set declares for its expressions, and what was given from outside. */
export interface ScopeSources {
  /** All `variable` blocks of the set, each with its one label. */
  readonly variableBlocks: readonly Block[];
  /** All `locals` blocks of the set. */
  readonly localsBlocks: readonly Block[];
  /** By variable name; the caller has already decided which source of a value wins. */
  readonly inputs: ReadonlyMap<string, VariableInput>;
  /** The functions expressions may call; {@link standardFunctions} when absent. */
  readonly functions?: FunctionTable;
}

/** The scope of a document set: `var` and `local`. */
export interface DocumentSetScope extends Scope {
  readonly declarations: ReadonlyMap<string, VariableDeclaration>;
}

/**
 * The scope in which the expressions of a document set are evaluated. Order and file boundaries carry no meaning. What
 * cannot be resolved is reported once and unknown from there on.
 */
export function resolveScope(sources: ScopeSources): WithDiagnostics<DocumentSetScope> {
  const diagnostics: Diagnostic[] = [];
  const functions = sources.functions ?? standardFunctions;
  const declarations = gatherDeclarations(sources.variableBlocks, diagnostics);
  const variables = new Map<string, Value>();
  for (const declaration of declarations.values()) {
    variables.set(
      declaration.name,
      resolveVariable(declaration, sources.inputs.get(declaration.name), diagnostics),
    );
  }
  for (const [name, input] of sources.inputs) {
    if (!declarations.has(name))
      reportUndeclaredInput(name, { input, declared: declarations.keys() }, diagnostics);
  }
  const scope = { variables: new Map<string, Value>([["var", variables]]), functions };
  const locals = resolveLocals(sources.localsBlocks, scope, diagnostics);
  scope.variables.set("local", locals);
  return { value: { ...scope, declarations }, diagnostics };
}

function gatherDeclarations(
  blocks: readonly Block[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, VariableDeclaration> {
  const declarations = new Map<string, VariableDeclaration>();
  for (const block of blocks) {
    const declaration = readVariableDeclaration(block, diagnostics);
    const first = declarations.get(declaration.name);
    if (first) diagnostics.push(duplicateVariable(declaration, first));
    else if (!isIdentifier(declaration.name)) diagnostics.push(invalidName(declaration));
    else declarations.set(declaration.name, declaration);
  }
  return declarations;
}

function duplicateVariable(second: VariableDeclaration, first: VariableDeclaration): Diagnostic {
  return error({
    code: languageCodes.duplicateDeclaration,
    summary: "Duplicate variable",
    detail: `The variable "${second.name}" is already declared. Remove or rename one of the two.`,
    subject: second.range,
    related: [{ message: "declared first here", range: first.range }],
  });
}

function invalidName({ name, range }: VariableDeclaration): Diagnostic {
  return error({
    code: languageCodes.invalidName,
    summary: "Invalid name",
    detail: `"${name}" cannot be referred to: names begin with a letter or underscore and hold letters, digits, underscores and dashes. Rename it.`,
    subject: range,
  });
}
