import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { evaluate } from "../../language/evaluate.ts";
import { standardFunctions } from "../../language/functions/standard-functions.ts";
import { parseTemplateSource } from "../../language/native/parse-native.ts";
import type { Scope } from "../../language/scope.ts";
import { unknownValue } from "../../language/value.ts";
import type { Value } from "../../language/value.ts";

/** Values of the stack's variables by name, as `-var` gives them. */
export type TerraformInputs = Readonly<Record<string, unknown>>;

/**
 * Computes what Terraform would, as far as the stack's variables alone decide it: what refers to anything else, such as a
 * resource, is unknown.
 */
export class TerraformExpressions {
  readonly #scope: Scope;

  constructor(scope: Construct, inputs: TerraformInputs) {
    const variables = TerraformStack.of(scope)
      .node.findAll()
      .filter((construct) => construct instanceof TerraformVariable);
    const values = variables.map((variable) => {
      const { friendlyUniqueId: name } = variable;
      const value: unknown = Object.hasOwn(inputs, name) ? inputs[name] : variable.default;
      return [name, value === undefined ? unknownValue : toValue(value)] as const;
    });
    this.#scope = { variables: new Map([["var", new Map(values)]]), functions: standardFunctions };
  }

  /** The value of something that may hold expressions. */
  valueOf(value: unknown): Value {
    if (typeof value === "string") return this.#evaluate(value);
    if (Array.isArray(value)) {
      const items: readonly unknown[] = value;
      return items.map((item) => this.valueOf(item));
    }
    if (typeof value !== "object" || value === null) return toValue(value);
    const members = Object.entries(value).map(
      ([key, member]) => [this.#evaluate(key), this.valueOf(member)] as const,
    );
    if (members.some(([key]) => typeof key !== "string")) return unknownValue;
    return new Map(members.map(([key, member]) => [typeof key === "string" ? key : "", member]));
  }

  #evaluate(text: string): Value {
    const file = { filename: "cdk.tf.json", text };
    const parsed = parseTemplateSource({ file, text, start: 0, limit: text.length });
    if (hasErrors(parsed.diagnostics)) return unknownValue;
    const evaluated = evaluate(parsed.value, this.#scope);
    return hasErrors(evaluated.diagnostics) ? unknownValue : evaluated.value;
  }
}

/** Plain data as the language has it. */
function toValue(value: unknown): Value {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "object": {
      if (value === null) return null;
      if (!Array.isArray(value))
        return new Map(Object.entries(value).map(([key, member]) => [key, toValue(member)]));
      const items: readonly unknown[] = value;
      return items.map(toValue);
    }
    default:
      return null;
  }
}
