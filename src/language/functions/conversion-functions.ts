import { convertValue } from "../conversion.ts";
import { describeType } from "../type-constraint.ts";
import type { TypeConstraint } from "../type-constraint.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { anything, define1, known } from "./parameter.ts";

/** Functions that convert a value to a type, as a variable of that type would. */
export const conversionFunctions: Readonly<Record<string, EagerFunction>> = {
  tostring: converter({ kind: "string" }),
  tonumber: converter({ kind: "number" }),
  tobool: converter({ kind: "bool" }),
  tolist: converter({ kind: "list", element: { kind: "any" } }),
  toset: converter({ kind: "set", element: { kind: "any" } }),
  tomap: converter({ kind: "map", element: { kind: "any" } }),
};

function converter(type: TypeConstraint): EagerFunction {
  // A set must compare its elements, so it waits until all are known.
  const value = type.kind === "set" ? known("value") : anything("value");
  return define1(value, (given) => {
    const result = convertValue(given, type);
    if (result.kind === "converted") return result.value;
    return new FunctionFailure(
      `The value ${result.reason}. Give one that converts to ${describeType(type)}.`,
      0,
    );
  });
}
