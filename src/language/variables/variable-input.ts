import { error, warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, DiagnosticDetails } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { languageCodes } from "../codes.ts";
import { convertValue } from "../conversion.ts";
import { evaluate } from "../evaluate.ts";
import { parseExpressionSource } from "../native/parse-native.ts";
import { markSensitive } from "../sensitive.ts";
import { describeType } from "../type-constraint.ts";
import { unknownValue } from "../value.ts";
import type { Value } from "../value.ts";
import type { VariableDeclaration } from "./variable-declaration.ts";

/** A value that somebody gave to a variable, from outside of the documents. */
export type VariableInput = TextInput | ValueInput;

interface InputOrigin {
  /** Where it came from, as messages name it: `-var`, `MESH_VAR_port`, `prod.vars.hcl`. */
  readonly origin: string;
  /** What it means when no document declares the variable: a `-var` is a slip, an environment variable is anybody's. */
  readonly whenUndeclared: "error" | "warning" | "ignore";
}

/** From the command line or the environment. The declared type decides how the text is read. */
export interface TextInput extends InputOrigin {
  readonly kind: "text";
  readonly text: string;
}

/** From a variable file. */
export interface ValueInput extends InputOrigin {
  readonly kind: "value";
  readonly value: Value;
  readonly range?: SourceRange;
  /** Of the name that the value is given to. */
  readonly nameRange?: SourceRange;
}

/** Who gives a module's variables their values. */
export interface ModuleCall {
  /** As messages name it: `module "edge"`. */
  readonly name: string;
  /** The header of the block. */
  readonly range: SourceRange;
}

/** What a variable's value is found from. */
export interface VariableSources {
  readonly input: VariableInput | undefined;
  /** Absent for the documents a command was given. */
  readonly caller: ModuleCall | undefined;
}

/**
 * The value of a declared variable; unknown when it is missing or unsuitable, which is reported, and marked when the
 * variable is sensitive.
 */
export function resolveVariable(
  declaration: VariableDeclaration,
  sources: VariableSources,
  diagnostics: Diagnostic[],
): Value {
  const value = givenValue(declaration, sources, diagnostics);
  return declaration.sensitive ? markSensitive(value) : value;
}

/** Where a variable's value may be underlined: where it was given, or else, or when it is sensitive, its declaration. */
export function valueRange(declaration: VariableDeclaration, input: VariableInput | undefined): SourceRange {
  return (input && placeOf(input, declaration).subject) ?? declaration.range;
}

function givenValue(
  declaration: VariableDeclaration,
  { input, caller }: VariableSources,
  diagnostics: Diagnostic[],
): Value {
  if (!input) return declaration.default ?? absentValue(declaration, caller, diagnostics);
  const place = placeOf(input, declaration);
  const given = input.kind === "value" ? input.value : readText(input, declaration, diagnostics);
  if (given === null && !declaration.nullable) {
    // Without null as a value, null means that nothing was given.
    return declaration.default ?? reportMissing(declaration, caller, diagnostics);
  }
  const conversion = convertValue(given, declaration.type);
  if (conversion.kind === "converted") return conversion.value;
  const inside = conversion.path.length > 0 ? ` At ${conversion.path.join(".")} it` : " It";
  diagnostics.push(
    error({
      code: languageCodes.unsuitableInput,
      summary: `Unsuitable value for "${declaration.name}"`,
      detail: `The value from ${input.origin} does not suit the variable's type.${inside} ${conversion.reason}. Give a ${describeType(declaration.type)}.`,
      ...place,
    }),
  );
  return unknownValue;
}

/** A value for a variable that no document declares. */
export function reportUndeclaredInput(
  name: string,
  { input, declared }: { readonly input: VariableInput; readonly declared: Iterable<string> },
  diagnostics: Diagnostic[],
): void {
  if (input.whenUndeclared === "ignore") return;
  const details: DiagnosticDetails = {
    code: languageCodes.undeclaredInput,
    summary: `No variable "${name}"`,
    detail: `${input.origin} gives a value to "${name}", which no document declares.${didYouMean(name, declared) || ` Declare it: variable "${name}" {}`}`,
    ...(input.kind === "value" && input.nameRange ? { subject: input.nameRange } : {}),
  };
  diagnostics.push(input.whenUndeclared === "error" ? error(details) : warning(details));
}

/** Simple types take the text as it is; others read it as an expression, so that lists and objects can be given. */
function readText(
  input: TextInput,
  { type, name, sensitive }: VariableDeclaration,
  diagnostics: Diagnostic[],
): Value {
  if (type.kind === "string" || type.kind === "any") return input.text;
  if (type.kind === "number" || type.kind === "bool") return input.text.trim();
  const file = { filename: `${input.origin} ${name}`, text: input.text };
  const parsed = parseExpressionSource({ file, text: file.text, start: 0, limit: file.text.length });
  const evaluated = evaluate(parsed.value, { variables: new Map(), functions: new Map() });
  const problems = [...parsed.diagnostics, ...evaluated.diagnostics];
  if (!sensitive) diagnostics.push(...problems);
  else if (problems.length > 0) diagnostics.push(unreadableSecret(name, input));
  return problems.length > 0 ? unknownValue : evaluated.value;
}

/** The usual words would show the text. */
function unreadableSecret(name: string, { origin }: TextInput): Diagnostic {
  return error({
    code: languageCodes.unevaluableInput,
    summary: `Unreadable value for "${name}"`,
    detail: `The value from ${origin} is no expression of this language; it is sensitive and therefore not shown. Correct it.`,
  });
}

function placeOf(
  input: VariableInput,
  declaration: VariableDeclaration,
): Pick<DiagnosticDetails, "subject" | "related"> {
  const related = [{ message: "declared here", range: declaration.range }];
  if (input.kind === "value" && input.range && !declaration.sensitive)
    return { subject: input.range, related };
  return { subject: declaration.range };
}

function absentValue(
  declaration: VariableDeclaration,
  caller: ModuleCall | undefined,
  diagnostics: Diagnostic[],
): Value {
  return declaration.default === null ? null : reportMissing(declaration, caller, diagnostics);
}

function reportMissing(
  { name, range }: VariableDeclaration,
  caller: ModuleCall | undefined,
  diagnostics: Diagnostic[],
): Value {
  if (caller) {
    diagnostics.push(
      error({
        code: languageCodes.missingInput,
        summary: `No value for the variable "${name}"`,
        detail: `The module's variable "${name}" has no default, so ${caller.name} must give it a value. Add: ${name} = …`,
        subject: caller.range,
        related: [{ message: "declared here", range }],
      }),
    );
    return unknownValue;
  }
  diagnostics.push(
    error({
      code: languageCodes.missingInput,
      summary: `No value for the variable "${name}"`,
      detail: `The variable has no default, so a value must be given. Use -var '${name}=value', -var-file FILE or the environment variable MESH_VAR_${name}, or add a default.`,
      subject: range,
    }),
  );
  return unknownValue;
}
