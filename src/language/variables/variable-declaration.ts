import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Attribute, Block, BodySchema } from "../body.ts";
import { languageCodes } from "../codes.ts";
import { convertValue } from "../conversion.ts";
import { evaluate } from "../evaluate.ts";
import { standardFunctions } from "../functions/standard-functions.ts";
import { rangeAt } from "../range-at.ts";
import { describeType } from "../type-constraint.ts";
import type { TypeConstraint } from "../type-constraint.ts";
import { unknownValue } from "../value.ts";
import type { Value } from "../value.ts";
import { parseTypeConstraint } from "./parse-type-constraint.ts";
import { readValidations } from "./validation.ts";
import type { Validation } from "./validation.ts";

/** What a `variable` block declares. */
export interface VariableDeclaration {
  readonly name: string;
  /** The block's header. */
  readonly range: SourceRange;
  readonly type: TypeConstraint;
  /** Already of the declared type; undefined when a value must be given. */
  readonly default: Value | undefined;
  readonly description: string | undefined;
  /** Whether null is a value like any other; true unless the block says otherwise. */
  readonly nullable: boolean;
  /** Whether values must not be shown: they are marked, and so is whatever is made of them. */
  readonly sensitive: boolean;
  /** Conditions on the value, in source order. */
  readonly validations: readonly Validation[];
}

const variableSchema: BodySchema = {
  attributes: ["type", "default", "description", "nullable", "sensitive"].map((name) => ({
    name,
    required: false,
  })),
  blocks: [{ type: "validation", labelNames: [] }],
};

/** Reads a `variable` block with its one label. */
export function readVariableDeclaration(block: Block, diagnostics: Diagnostic[]): VariableDeclaration {
  const { value: content, diagnostics: bodyDiagnostics } = block.body.content(variableSchema);
  diagnostics.push(...bodyDiagnostics);
  const { attributes } = content;
  const name = block.labels[0]?.text ?? "";
  const type = readType(attributes.get("type"), diagnostics);
  const nullable = readFlag(attributes.get("nullable"), diagnostics) ?? true;
  return {
    name,
    range: block.headerRange,
    type,
    default:
      block.body.isComplete || attributes.has("default")
        ? readDefault(attributes.get("default"), { type, nullable }, diagnostics)
        : unknownValue,
    description: readDescription(attributes.get("description"), diagnostics),
    nullable,
    sensitive: readFlag(attributes.get("sensitive"), diagnostics) ?? false,
    validations: readValidations(name, content.blocks, diagnostics),
  };
}

function readType(attribute: Attribute | undefined, diagnostics: Diagnostic[]): TypeConstraint {
  if (!attribute) return { kind: "any" };
  const type = parseTypeConstraint(attribute.expression);
  diagnostics.push(...type.diagnostics);
  return type.value;
}

function readDefault(
  attribute: Attribute | undefined,
  { type, nullable }: { readonly type: TypeConstraint; readonly nullable: boolean },
  diagnostics: Diagnostic[],
): Value | undefined {
  if (!attribute) return undefined;
  const value = constantOf(attribute, diagnostics);
  const conversion = convertValue(value, type);
  if (conversion.kind === "converted" && (conversion.value !== null || nullable)) return conversion.value;
  const reason =
    conversion.kind === "failed" ? conversion.reason : "must not be null, since nullable is false";
  diagnostics.push(
    error({
      code: languageCodes.unsuitableDefault,
      summary: "Default does not suit the type",
      detail: `This value ${reason}. Change it, or the type, which is ${describeType(type)}.`,
      subject: rangeAt(attribute.expression, conversion.kind === "failed" ? conversion.path : []),
    }),
  );
  return unknownValue;
}

function readDescription(attribute: Attribute | undefined, diagnostics: Diagnostic[]): string | undefined {
  if (!attribute) return undefined;
  const value = constantOf(attribute, diagnostics);
  if (typeof value === "string") return value;
  diagnostics.push(constantExpected(attribute, "a text"));
  return undefined;
}

function readFlag(attribute: Attribute | undefined, diagnostics: Diagnostic[]): boolean | undefined {
  if (!attribute) return undefined;
  const value = constantOf(attribute, diagnostics);
  if (typeof value === "boolean") return value;
  diagnostics.push(constantExpected(attribute, "true or false"));
  return undefined;
}

/** Declarations are read before anything has a value, so they can refer to nothing. */
function constantOf(attribute: Attribute, diagnostics: Diagnostic[]): Value {
  const { value, diagnostics: found } = evaluate(attribute.expression, {
    variables: new Map(),
    functions: standardFunctions,
  });
  diagnostics.push(...found);
  return value;
}

function constantExpected({ name, expression }: Attribute, expected: string): Diagnostic {
  return error({
    code: languageCodes.constantExpected,
    summary: `Unsuitable ${name}`,
    detail: `A variable's "${name}" is ${expected}, written out. Change it.`,
    subject: expression.range,
  });
}
