import { TerraformLocal, TerraformVariable, Tokenization } from "cdktf";
import { Construct } from "constructs";
import { isNamedService } from "../service-name.ts";

/** What is wrong with a value, or with a part of it, that no document can hold; undefined for nothing. */
export function mistakeWithin(
  name: string,
  value: unknown,
  above: readonly object[] = [],
): string | undefined {
  const own = valueMistake(name, value);
  if (own !== undefined || typeof value !== "object" || value === null || isOpaque(value)) return own;
  if (above.includes(value)) return `${name} is what it is a part of. Write out what is meant.`;
  if (above.length > deepest) return `${name} is nested more than ${deepest} times. Write less.`;
  const members: readonly (readonly [string, unknown])[] = Object.entries(value);
  const isList = Array.isArray(value);
  for (const [key, member] of members) {
    const inner = mistakeWithin(isList ? `${name}[${key}]` : `${name}.${key}`, member, [...above, value]);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** As {@link mistakeWithin}, of the value itself and not of its parts. */
export function valueMistake(name: string, value: unknown): string | undefined {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value)
        ? undefined
        : `${name} must be a number, and is ${value}.${originOfNaN(value)}`;
    case "bigint":
      return `${name} is a bigint, which documents do not have. Write a number.`;
    case "symbol":
      return `${name} is a symbol, which documents do not have. Write a text.`;
    case "function":
      return `${name} is a function. Write what it returns.`;
    case "object":
      return value === null || isOpaque(value) ? undefined : objectMistake(name, value);
    default:
      return undefined;
  }
}

/** More than any property has, and less than what any walk through a value takes. */
const deepest = 100;

/** What stands for another value. */
function isOpaque(value: object): boolean {
  return isNamedService(value) || Tokenization.isResolvable(value);
}

function originOfNaN(value: number): string {
  return Number.isNaN(value) ? " An environment variable that is not set is read as that, for one." : "";
}

function objectMistake(name: string, value: object): string | undefined {
  if (value instanceof TerraformVariable)
    return `${name} is a TerraformVariable itself. Write its .stringValue, .numberValue, .booleanValue or .listValue.`;
  if (value instanceof TerraformLocal)
    return `${name} is a TerraformLocal itself. Write its .asString, .asNumber, .asBoolean or .asList.`;
  if (Construct.isConstruct(value))
    return `${name} is the construct ${value.node.path} itself. Write one of its attributes.`;
  if (Array.isArray(value)) return undefined;
  const [, type = "Object"] = /^\[object (.*)\]$/.exec(Object.prototype.toString.call(value)) ?? [];
  return type === "Object"
    ? undefined
    : `${name} is a ${type}, which documents do not have. Write a list or a plain object.`;
}
