import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Block, BodySchema } from "../body.ts";
import { languageCodes } from "../codes.ts";
import { convertValue } from "../conversion.ts";
import { evaluate } from "../evaluate.ts";
import type { Expression } from "../expression.ts";
import type { Scope } from "../scope.ts";
import { holdsSensitive, withoutMark } from "../sensitive.ts";
import { traversalsOf } from "../traversals-of.ts";
import { describeKind, isUnknown } from "../value.ts";

/** What a `validation` block asks of a variable's value. */
export interface Validation {
  readonly condition: Expression;
  /** A text, which may be made of the variables it speaks of. */
  readonly message: Expression;
  readonly range: SourceRange;
}

const validationSchema: BodySchema = {
  attributes: [
    { name: "condition", required: true },
    { name: "error_message", required: true },
  ],
  blocks: [],
};

/** Reads a variable's `validation` blocks; one that lacks something is reported and left out. */
export function readValidations(
  variableName: string,
  blocks: readonly Block[],
  diagnostics: Diagnostic[],
): readonly Validation[] {
  return blocks.flatMap((block) => {
    const { value: content, diagnostics: found } = block.body.content(validationSchema);
    diagnostics.push(...found);
    const condition = content.attributes.get("condition")?.expression;
    const message = content.attributes.get("error_message")?.expression;
    if (!condition || !message) return [];
    if (!refersTo(variableName, condition)) diagnostics.push(aimlessCondition(variableName, condition));
    return [{ condition, message, range: block.headerRange }];
  });
}

/** The variable whose value is judged, and where messages point. */
export interface ValidationSubject {
  readonly name: string;
  readonly validations: readonly Validation[];
  /** Where the value was given, when that is in a file and may be shown; the declaration otherwise. */
  readonly subject: SourceRange;
}

/**
 * Judges one variable's value in a scope that knows all variables. Whether it passed: a condition that waits for an
 * unknown value is no failure, one that cannot be evaluated is.
 */
export function checkValidations(
  { name, validations, subject }: ValidationSubject,
  scope: Scope,
  diagnostics: Diagnostic[],
): boolean {
  let passed = true;
  for (const validation of validations) {
    const found = judge(validation, { name, subject }, scope);
    diagnostics.push(...found);
    if (found.length > 0) passed = false;
  }
  return passed;
}

function judge(
  validation: Validation,
  { name, subject }: Pick<ValidationSubject, "name" | "subject">,
  scope: Scope,
): readonly Diagnostic[] {
  const condition = evaluate(validation.condition, scope);
  if (condition.diagnostics.length > 0) return condition.diagnostics;
  const verdict = convertValue(condition.value, { kind: "bool" });
  const holds = verdict.kind === "converted" ? withoutMark(verdict.value) : null;
  if (isUnknown(holds) || holds === true) return [];
  if (holds !== false) {
    return [
      error({
        code: languageCodes.invalidCondition,
        summary: "Invalid condition",
        detail: `A condition is true or false, but this is ${describeKind(condition.value)}. Compare the variable with something, for example: var.${name} != null.`,
        subject: validation.condition.range,
      }),
    ];
  }
  const message = messageOf(validation, scope);
  if (message.diagnostics.length > 0) return message.diagnostics;
  return [
    error({
      code: languageCodes.invalidVariableValue,
      summary: `Invalid value for "${name}"`,
      detail: message.text,
      subject,
      related: [{ message: "This condition is not met.", range: validation.condition.range }],
    }),
  ];
}

interface Message {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

function messageOf({ message }: Validation, scope: Scope): Message {
  const { value, diagnostics } = evaluate(message, scope);
  if (holdsSensitive(value)) {
    return {
      text: "The condition of the variable is not met; its message holds a sensitive value and is not shown. Give another value.",
      diagnostics,
    };
  }
  if (isUnknown(value)) {
    return { text: "The condition of the variable is not met. Give another value.", diagnostics };
  }
  if (typeof value === "string" && value.trim() !== "") return { text: value, diagnostics };
  return {
    text: "",
    diagnostics: [
      ...diagnostics,
      error({
        code: languageCodes.constantExpected,
        summary: "Unsuitable error_message",
        detail: `The message of a condition is a sentence, but this is ${value === "" ? "empty" : describeKind(value)}. Say in it which values are allowed.`,
        subject: message.range,
      }),
    ],
  };
}

function refersTo(variableName: string, condition: Expression): boolean {
  return traversalsOf(condition).some(({ root, path }) => root === "var" && path[0] === variableName);
}

function aimlessCondition(name: string, { range }: Expression): Diagnostic {
  return error({
    code: languageCodes.aimlessCondition,
    summary: "Condition does not look at its variable",
    detail: `A condition in the variable "${name}" judges its value, so it must refer to var.${name}. Move it to the variable it speaks of.`,
    subject: range,
  });
}
