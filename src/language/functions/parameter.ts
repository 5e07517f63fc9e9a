import { convertValue, isSet } from "../conversion.ts";
import { unifyValues } from "../unify.ts";
import { describeKind, hasUnknown, isList, isObject, isUnknown, unknownValue } from "../value.ts";
import type { ObjectValue, Unknown, Value } from "../value.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";

/** One argument's name and what it must be. */
export interface Parameter<T> {
  readonly name: string;
  /** The argument as the function wants it; unknown when it must wait; a failure's message otherwise. */
  readonly read: (value: Value) => T | Unknown | WrongArgument;
}

/** Why a value is no good as an argument, as the end of "The argument … must be". */
export class WrongArgument {
  constructor(readonly expected: string) {}
}

export function text(name: string): Parameter<string> {
  return { name, read: (value) => primitive(value, "string", isText) };
}

export function number(name: string): Parameter<number> {
  return { name, read: (value) => primitive(value, "number", isNumber) };
}

/** A number without a fraction. */
export function integer(name: string): Parameter<number> {
  return {
    name,
    read: (value) => {
      const read = primitive(value, "number", isNumber);
      return typeof read === "number" && !Number.isInteger(read) ? new WrongArgument("a whole number") : read;
    },
  };
}

export function bool(name: string): Parameter<boolean> {
  return { name, read: (value) => primitive(value, "bool", isBool) };
}

/** A list whose elements may be anything, unknown ones included. */
export function list(name: string): Parameter<readonly Value[]> {
  return { name, read: (value) => (isUnknown(value) || isList(value) ? value : new WrongArgument("a list")) };
}

/** A list whose elements have an order of their own: no set. */
export function sequence(name: string): Parameter<readonly Value[]> {
  return {
    name,
    read: (value) => {
      if (isUnknown(value)) return value;
      return isList(value) && !isSet(value) ? value : new WrongArgument("a list, and no set");
    },
  };
}

/** A list that the function must see to the bottom, its elements converted to one type. */
export function unifiedList(name: string): Parameter<readonly Value[]> {
  return {
    name,
    read: (value) => {
      if (hasUnknown(value)) return unknownValue;
      const unified = isList(value) ? unifyValues(value) : undefined;
      return unified ?? new WrongArgument("a list with elements of one type");
    },
  };
}

/** A list that the function must see to the bottom. */
export function knownList(name: string): Parameter<readonly Value[]> {
  return {
    name,
    read: (value) => (hasUnknown(value) ? unknownValue : isList(value) ? value : new WrongArgument("a list")),
  };
}

export function textList(name: string): Parameter<readonly string[]> {
  return { name, read: (value) => listOf(value, text(name), "a list of texts") };
}

export function numberList(name: string): Parameter<readonly number[]> {
  return { name, read: (value) => listOf(value, number(name), "a list of numbers") };
}

export function object(name: string): Parameter<ObjectValue> {
  return {
    name,
    read: (value) => (isUnknown(value) || isObject(value) ? value : new WrongArgument("a map or an object")),
  };
}

/** Anything at all; a value that is itself unknown makes the result unknown. */
export function anything(name: string): Parameter<Value> {
  return { name, read: (value) => value };
}

/** Anything but null that is known to the bottom. */
export function knownValue(name: string): Parameter<Value> {
  return {
    name,
    read: (value) => {
      if (hasUnknown(value)) return unknownValue;
      return value === null ? new WrongArgument("a value") : value;
    },
  };
}

/** Anything that is known to the bottom. */
export function known(name: string): Parameter<Value> {
  return { name, read: (value) => (hasUnknown(value) ? unknownValue : value) };
}

type Result = Value | FunctionFailure;

export function define1<A>(a: Parameter<A>, call: (a: A) => Result): EagerFunction {
  return fixed([a], (args) => reading(a, [args, 0], call));
}

export function define2<A, B>(a: Parameter<A>, b: Parameter<B>, call: (a: A, b: B) => Result): EagerFunction {
  return fixed([a, b], (args) =>
    reading(a, [args, 0], (first) => reading(b, [args, 1], (second) => call(first, second))),
  );
}

export function define3<A, B, C>(
  parameters: readonly [Parameter<A>, Parameter<B>, Parameter<C>],
  call: (a: A, b: B, c: C) => Result,
): EagerFunction {
  const [a, b, c] = parameters;
  return fixed(parameters, (args) =>
    reading(a, [args, 0], (first) =>
      reading(b, [args, 1], (second) => reading(c, [args, 2], (third) => call(first, second, third))),
    ),
  );
}

/** A function of any number of arguments of one kind, at least `atLeast`. */
export function defineAll<A>(
  each: Parameter<A>,
  { atLeast }: { readonly atLeast: number },
  call: (all: readonly A[]) => Result,
): EagerFunction {
  return {
    kind: "eager",
    parameterNames: [each.name],
    requiredCount: atLeast,
    isVariadic: true,
    call: (args) => readingAll(each, { args, from: 0 }, call),
  };
}

/** A function of one argument and then any number of another kind. */
export function defineRest<A, B>(
  first: Parameter<A>,
  rest: Parameter<B>,
  call: (a: A, rest: readonly B[]) => Result,
): EagerFunction {
  return {
    kind: "eager",
    parameterNames: [first.name, rest.name],
    requiredCount: 1,
    isVariadic: true,
    call: (args) =>
      reading(first, [args, 0], (a) => readingAll(rest, { args, from: 1 }, (all) => call(a, all))),
  };
}

/** A function of two arguments and an optional third. */
export function define2Or3<A, B, C>(
  parameters: readonly [Parameter<A>, Parameter<B>, Parameter<C>],
  call: (a: A, b: B, c: C | undefined) => Result,
): EagerFunction {
  const [a, b] = parameters;
  const whenTwo = define2(a, b, (first, second) => call(first, second, undefined));
  const whenThree = define3(parameters, call);
  return {
    ...whenThree,
    requiredCount: 2,
    call: (args) => (args.length < 3 ? whenTwo : whenThree).call(args),
  };
}

function fixed(parameters: readonly { readonly name: string }[], call: EagerFunction["call"]): EagerFunction {
  const parameterNames = parameters.map(({ name }) => name);
  return { kind: "eager", parameterNames, requiredCount: parameterNames.length, isVariadic: false, call };
}

/** Reads one argument and goes on with it: nesting such readings keeps every argument's type. */
function reading<T>(
  parameter: Parameter<T>,
  [args, index]: readonly [readonly Value[], number],
  then: (value: T) => Result,
): Result {
  const given = args[index] ?? null;
  const value = parameter.read(given);
  if (value instanceof WrongArgument)
    return wrongArgument(parameter.name, index, { expected: value.expected, given });
  return isUnknownArgument(value) ? unknownValue : then(value);
}

function readingAll<T>(
  parameter: Parameter<T>,
  { args, from }: { readonly args: readonly Value[]; readonly from: number },
  then: (values: readonly T[]) => Result,
): Result {
  const values: T[] = [];
  let waits = false;
  for (let index = from; index < args.length; index += 1) {
    const given = args[index] ?? null;
    const value = parameter.read(given);
    if (value instanceof WrongArgument)
      return wrongArgument(parameter.name, index, { expected: value.expected, given });
    if (isUnknownArgument(value)) waits = true;
    else values.push(value);
  }
  return waits ? unknownValue : then(values);
}

function isUnknownArgument(value: unknown): value is Unknown {
  return value === unknownValue;
}

function wrongArgument(
  name: string,
  index: number,
  { expected, given }: { readonly expected: string; readonly given: Value },
): FunctionFailure {
  return new FunctionFailure(
    `The argument "${name}" must be ${expected}, but this is ${describeKind(given)}.`,
    index,
  );
}

type PrimitiveType = "string" | "number" | "bool";

const expectations: Readonly<Record<PrimitiveType, string>> = {
  string: "a text",
  number: "a number",
  bool: "true or false",
};

function primitive<T extends Value>(
  value: Value,
  type: PrimitiveType,
  is: (value: Value) => value is T,
): T | Unknown | WrongArgument {
  if (isUnknown(value)) return value;
  const converted = value === null ? undefined : convertValue(value, { kind: type });
  return converted?.kind === "converted" && is(converted.value)
    ? converted.value
    : new WrongArgument(expectations[type]);
}

function isText(value: Value): value is string {
  return typeof value === "string";
}

function isNumber(value: Value): value is number {
  return typeof value === "number";
}

function isBool(value: Value): value is boolean {
  return typeof value === "boolean";
}

function listOf<T extends string | number>(
  value: Value,
  element: Parameter<T>,
  expected: string,
): readonly T[] | Unknown | WrongArgument {
  if (isUnknown(value)) return value;
  if (!isList(value)) return new WrongArgument(expected);
  const elements: T[] = [];
  for (const member of value) {
    const read = element.read(member);
    if (read instanceof WrongArgument) return new WrongArgument(expected);
    if (isUnknownArgument(read)) return unknownValue;
    elements.push(read);
  }
  return elements;
}
