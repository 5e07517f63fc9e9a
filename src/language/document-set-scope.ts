import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { Block } from "./body.ts";
import { languageCodes } from "./codes.ts";
import type { FunctionTable } from "./functions/function-definition.ts";
import { standardFunctions } from "./functions/standard-functions.ts";
import { isIdentifier } from "./native/scanner.ts";
import type { Scope } from "./scope.ts";
import { unknownValue } from "./value.ts";
import { MAX_SET_STEPS } from "./limits.ts";
import type { Value } from "./value.ts";
import { gatherLocals } from "./variables/resolve-locals.ts";
import { resolveNames } from "./variables/resolve-names.ts";
import type { ComputedName } from "./variables/resolve-names.ts";
import { checkValidations } from "./variables/validation.ts";
import type { VariableDeclaration } from "./variables/variable-declaration.ts";
import { readVariableDeclaration } from "./variables/variable-declaration.ts";
import { reportUndeclaredInput, resolveVariable, valueRange } from "./variables/variable-input.ts";
import type { ModuleCall, VariableInput } from "./variables/variable-input.ts";

export { parseVariableFile, readVariableFile } from "./variables/parse-variable-file.ts";
export type { ComputedName } from "./variables/resolve-names.ts";
export type { ModuleCall, TextInput, ValueInput, VariableInput } from "./variables/variable-input.ts";

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
  /** Names that are known from the start, such as `path`. */
  readonly fixedNames?: ReadonlyMap<string, Value>;
  /** Names besides locals whose values are computed in the set's scope, such as modules. */
  readonly computedNames?: readonly ComputedName[];
  /** The module block that gives the inputs; absent for the documents a command was given. */
  readonly caller?: ModuleCall;
}

/** The scope of a document set: `var`, `local`, and the roots of other computed names. */
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
  const variables = resolveVariables(declarations.values(), sources, diagnostics);
  for (const [name, input] of sources.inputs) {
    if (!declarations.has(name))
      reportUndeclaredInput(name, { input, declared: declarations.keys() }, diagnostics);
  }
  const fixed = sources.fixedNames ?? new Map<string, Value>();
  const work = { steps: MAX_SET_STEPS };
  const scope: Scope = { variables: new Map([["var", variables], ...fixed]), functions, work };
  const names = [...gatherLocals(sources.localsBlocks, diagnostics), ...(sources.computedNames ?? [])];
  const computed = resolveNames(names, scope, diagnostics);
  const known = new Map<string, Value>([...scope.variables, ...computed]);
  return { value: { variables: known, functions, work, declarations }, diagnostics };
}

/** The values that suit their declarations; a value that a condition refuses is unknown, so that nothing more follows. */
function resolveVariables(
  declarations: Iterable<VariableDeclaration>,
  { inputs, functions = standardFunctions, fixedNames = new Map(), caller }: ScopeSources,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Value> {
  const all = [...declarations];
  const variables = new Map<string, Value>();
  for (const declaration of all) {
    const input = inputs.get(declaration.name);
    variables.set(declaration.name, resolveVariable(declaration, { input, caller }, diagnostics));
  }
  const scope: Scope = { variables: new Map([["var", variables], ...fixedNames]), functions };
  const refused = all.filter(
    (declaration) =>
      !checkValidations(
        { ...declaration, subject: valueRange(declaration, inputs.get(declaration.name)) },
        scope,
        diagnostics,
      ),
  );
  // Only now, since the conditions of one variable may look at another.
  for (const { name } of refused) variables.set(name, unknownValue);
  return variables;
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
    else if (reservedNames.has(declaration.name)) diagnostics.push(reservedName(declaration));
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

/** What a `module` block says besides its inputs. */
const reservedNames = new Set(["source", "version", "for_each", "count", "depends_on", "providers"]);

function reservedName({ name, range }: VariableDeclaration): Diagnostic {
  return error({
    code: languageCodes.reservedName,
    summary: "Reserved name",
    detail: `A variable cannot be called "${name}": in a module block that name means something else. Rename it.`,
    subject: range,
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
