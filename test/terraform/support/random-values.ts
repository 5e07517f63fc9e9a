import fc from "fast-check";
import type { CtyType } from "../../../src/terraform/wire/value/cty-type.ts";
import { unknown } from "../../../src/terraform/wire/value/cty-value.ts";
import type { CtyValue, Refinement } from "../../../src/terraform/wire/value/cty-value.ts";
import { numberFromBigint, numberFromText } from "../../../src/terraform/wire/value/number.ts";

/** A type, and a value of it. */
export interface TypedValue {
  readonly type: CtyType;
  readonly value: CtyValue;
}

export type Knowledge = "known" | "with-unknowns";

/** Types of every kind, nested. */
export const anyType: fc.Arbitrary<CtyType> = fc.letrec<{ readonly type: CtyType }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<CtyType>({ kind: "string" }, { kind: "number" }, { kind: "bool" }, { kind: "dynamic" }),
    fc.record({ kind: fc.constantFrom("list", "set", "map"), element: tie("type") }),
    fc.record({ kind: fc.constant("tuple" as const), elements: fc.array(tie("type"), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant("object" as const),
      attributes: fc
        .dictionary(name(), tie("type"), { maxKeys: 3 })
        .map((record) => new Map(Object.entries(record))),
    }),
  ),
})).type;

/** A value of a random type. */
export function anyTypedValue(knowledge: Knowledge): fc.Arbitrary<TypedValue> {
  return anyType.chain((type) => valueOf(type, knowledge).map((value) => ({ type, value })));
}

/** Names that maps may have as keys, and that objects of JavaScript have already. */
function name(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ maxLength: 8 }).filter((text) => text !== "__proto__"),
    fc.constantFrom("constructor", "kind", "0"),
  );
}

export function valueOf(type: CtyType, knowledge: Knowledge): fc.Arbitrary<CtyValue> {
  const known = knownValueOf(type, knowledge);
  const rare: readonly fc.WeightedArbitrary<CtyValue>[] =
    knowledge === "known" ? [] : [{ weight: 1, arbitrary: unknownOf(type) }];
  return fc.oneof({ weight: 8, arbitrary: known }, { weight: 1, arbitrary: fc.constant(null) }, ...rare);
}

function knownValueOf(type: CtyType, knowledge: Knowledge): fc.Arbitrary<CtyValue> {
  switch (type.kind) {
    case "string":
      return fc.string({ unit: "grapheme" });
    case "bool":
      return fc.boolean();
    case "number":
      return anyNumber;
    case "list":
    case "set":
      return fc.array(valueOf(type.element, knowledge), { maxLength: 3 });
    case "map":
      return fc
        .dictionary(name(), valueOf(type.element, knowledge), { maxKeys: 3 })
        .map((record) => new Map(Object.entries(record)));
    case "tuple":
      return fc.tuple(...type.elements.map((element) => valueOf(element, knowledge)));
    case "object": {
      const members = [...type.attributes].map(([key, part]) =>
        valueOf(part, knowledge).map((value): readonly [string, CtyValue] => [key, value]),
      );
      return fc.tuple(...members).map((pairs) => new Map(pairs));
    }
    case "dynamic":
      // What a dynamic value is has a type of its own, which may be any that holds nothing dynamic.
      return anyType
        .filter((actual) => !holdsDynamic(actual))
        .chain((actual) =>
          valueOf(actual, knowledge).map((value): CtyValue => ({ kind: "typed", type: actual, value })),
        );
  }
}

function holdsDynamic(type: CtyType): boolean {
  switch (type.kind) {
    case "dynamic":
      return true;
    case "list":
    case "set":
    case "map":
      return holdsDynamic(type.element);
    case "tuple":
      return type.elements.some(holdsDynamic);
    case "object":
      return [...type.attributes.values()].some(holdsDynamic);
    case "string":
    case "number":
    case "bool":
      return false;
  }
}

const anyNumber: fc.Arbitrary<CtyValue> = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(numberFromBigint),
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat({ max: 20 }))
    .map(([digits, scale]) => numberFromText(`${digits}e-${scale}`)),
);

function unknownOf(type: CtyType): fc.Arbitrary<CtyValue> {
  const refinements = refinementOf(type).map((refinement): CtyValue => ({ kind: "unknown", refinement }));
  return fc.oneof(fc.constant<CtyValue>(unknown), refinements);
}

function refinementOf(type: CtyType): fc.Arbitrary<Refinement> {
  const bound = fc.record({ value: fc.integer(), isInclusive: fc.boolean() });
  const isNull = fc.constant(false);
  switch (type.kind) {
    case "string":
      return fc.record({ isNull, prefix: fc.string({ minLength: 1 }) });
    case "number":
      return fc.record({ isNull, lower: bound, upper: bound });
    case "list":
    case "set":
    case "map":
      return fc.record({ isNull, minLength: fc.nat(), maxLength: fc.nat() });
    case "bool":
    case "tuple":
    case "object":
    case "dynamic":
      return fc.record({ isNull });
  }
}
