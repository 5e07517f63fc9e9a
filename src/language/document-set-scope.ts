import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { Block, Body } from "./body.ts";
import { languageCodes } from "./codes.ts";
import type { FunctionTable } from "./functions/function-definition.ts";
import { standardFunctions } from "./functions/standard-functions.ts";
import { isIdentifier } from "./native/scanner.ts";
import { childScope } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { unknownValue } from "./value.ts";
import { MAX_SET_STEPS } from "./limits.ts";
import type { Value } from "./value.ts";
import { gatherLocals } from "./variables/resolve-locals.ts";
import { resolveNames } from "./variables/resolve-names.ts";
import type { ComputedName } from "./variables/resolve-names.ts";
import { reportUnused } from "./variables/unused-names.ts";
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
  /** The roots under which names may be declared that could not be read, which was reported. */
  readonly open?: ReadonlySet<"var" | "local" | "module">;
  /** The documents, in which every name has a use; names without one are not told when absent. */
  readonly bodies?: readonly Body[];
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
  const variables = computedVariables([...declarations.values()], sources, diagnostics);
  const open = new Set(sources.open);
  if (sources.localsBlocks.some(({ body }) => !body.isComplete)) open.add("local");
  for (const [name, input] of sources.inputs) {
    if (!declarations.has(name) && !open.has("var"))
      reportUndeclaredInput(name, { input, declared: declarations.keys() }, diagnostics);
  }
  const fixed = sources.fixedNames ?? new Map<string, Value>();
  const work = { steps: MAX_SET_STEPS };
  const scope: Scope = { variables: fixed, functions, work, open };
  const locals = gatherLocals(sources.localsBlocks, diagnostics);
  const names = [...variables, ...locals, ...(sources.computedNames ?? [])];
  const computed = resolveNames(names, scope, diagnostics);
  if (sources.bodies) {
    const declared = [...variables, ...locals].map(({ root, name, nameRange: range }) => ({
      root,
      name,
      range,
    }));
    reportUnused(declared, { bodies: sources.bodies, variableBlocks: sources.variableBlocks }, diagnostics);
  }
  const unread = [...open].map((root) => [root, new Map()] as const);
  const known = new Map<string, Value>([...unread, ...scope.variables, ...computed]);
  return { value: { variables: known, functions, work, open, declarations }, diagnostics };
}

/**
 * Variables as names to compute: a value that a condition refuses is unknown, so that nothing more follows. Conditions
 * look at the values as they were given, those of other variables too, and at what is computed from accepted ones.
 */
function computedVariables(
  declarations: readonly VariableDeclaration[],
  { inputs, caller }: ScopeSources,
  diagnostics: Diagnostic[],
): readonly ComputedName[] {
  const given = new Map<string, Value>();
  for (const declaration of declarations) {
    const input = inputs.get(declaration.name);
    given.set(declaration.name, resolveVariable(declaration, { input, caller }, diagnostics));
  }
  return declarations.map((declaration) => {
    const { name, range, validations } = declaration;
    const subject = valueRange(declaration, inputs.get(name));
    return {
      root: "var",
      name,
      nameRange: range,
      expressions: validations.flatMap(({ condition, message }) => [condition, message]),
      compute: (scope) => {
        const found: Diagnostic[] = [];
        const inner = childScope(scope, new Map([["var", given]]));
        const passed = checkValidations({ name, validations, subject }, inner, found);
        return { value: passed ? (given.get(name) ?? unknownValue) : unknownValue, diagnostics: found };
      },
    };
  });
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
