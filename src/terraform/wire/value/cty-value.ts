import type { CtyType } from "./cty-type.ts";

/**
 * A value of Terraform's type system. What it is, is read together with its type: lists, sets and tuples are arrays,
 * maps and objects are `Map`s; an object has every attribute of its type.
 */
export type CtyValue =
  null | boolean | string | number | Decimal | readonly CtyValue[] | CtyMap | Unknown | Typed;

export type CtyMap = ReadonlyMap<string, CtyValue>;

/** A number that no JavaScript number holds exactly, as decimal digits. */
export interface Decimal {
  readonly kind: "decimal";
  readonly text: string;
}

/** A value that only the apply will know. */
export interface Unknown {
  readonly kind: "unknown";
  /** What is known of it already; absent when nothing is. */
  readonly refinement?: Refinement;
}

/** Bounds of an unknown value. Whoever plans a refined value must keep within it when applying. */
export interface Refinement {
  /** True: certainly null; false: certainly not. */
  readonly isNull?: boolean;
  /** Of a string. */
  readonly prefix?: string;
  readonly lower?: NumberBound;
  readonly upper?: NumberBound;
  /** Of a list, set or map. */
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface NumberBound {
  readonly value: number | Decimal;
  readonly isInclusive: boolean;
}

/** A value where the schema says `dynamic`, with the type it turned out to have. */
export interface Typed {
  readonly kind: "typed";
  readonly type: CtyType;
  readonly value: CtyValue;
}

/** Nothing is known of it. */
export const unknown: Unknown = { kind: "unknown" };

export function isUnknown(value: CtyValue | undefined): value is Unknown {
  return isTagged(value) && value.kind === "unknown";
}

export function isDecimal(value: CtyValue | undefined): value is Decimal {
  return isTagged(value) && value.kind === "decimal";
}

export function isTyped(value: CtyValue | undefined): value is Typed {
  return isTagged(value) && value.kind === "typed";
}

export function isCtyList(value: CtyValue | undefined): value is readonly CtyValue[] {
  return Array.isArray(value);
}

export function isCtyMap(value: CtyValue | undefined): value is CtyMap {
  return value instanceof Map;
}

/** Whether the value is unknown or has an unknown part. */
export function holdsUnknown(value: CtyValue): boolean {
  if (isCtyList(value)) return value.some(holdsUnknown);
  if (isCtyMap(value)) return [...value.values()].some(holdsUnknown);
  return isTyped(value) ? holdsUnknown(value.value) : isUnknown(value);
}

function isTagged(value: CtyValue | undefined): value is Decimal | Unknown | Typed {
  return typeof value === "object" && value !== null && "kind" in value;
}
