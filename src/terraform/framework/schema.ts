import type { CtyType } from "../wire/value/cty-type.ts";
import type { CtyMap, CtyValue } from "../wire/value/cty-value.ts";
import type { ProviderDiagnostic } from "./provider-diagnostic.ts";

/** What a block of the configuration holds. Attributes only: nested ones say all that nested blocks could. */
export interface Schema {
  /** Raised with every change that older states must be upgraded for; 0 at first. */
  readonly version: number;
  /** Markdown; the first sentence stands in tables. */
  readonly description: string;
  readonly attributes: Attributes;
  /** Rules that concern several attributes. Only known values are judged. */
  readonly rules?: readonly ObjectRule[];
}

export type Attributes = Readonly<Record<string, Attribute>>;

export interface Attribute {
  /** Markdown. */
  readonly description: string;
  readonly shape: AttributeShape;
  /** `computed` values are the provider's; of `optional-computed` ones the user may say them instead. */
  readonly presence: "required" | "optional" | "computed" | "optional-computed";
  /** Hidden wherever Terraform shows values. */
  readonly sensitive?: true;
  /** Given to the provider at plan and at apply, and never part of a plan or a state. Terraform 1.11 or newer. */
  readonly writeOnly?: true;
  /** What to use instead. */
  readonly deprecation?: string;
  /** What stands for an attribute that is not given. */
  readonly default?: CtyValue;
  /** A different value needs a new object in place of the old one. */
  readonly requiresReplace?: true;
  /** Computed once, and the same for as long as the object is there: not unknown in the plan of an update. */
  readonly isStable?: true;
  /** Asked of every known value. */
  readonly validators?: readonly Validator[];
}

export type AttributeShape =
  | { readonly kind: "value"; readonly type: CtyType }
  | {
      readonly kind: "nested";
      readonly mode: "single" | "list" | "set" | "map";
      readonly attributes: Attributes;
    };

/** Undefined when the value, which is neither null nor unknown, is right; otherwise what is wrong and the way out. */
export type Validator = (value: CtyValue) => string | undefined;

export type ObjectRule = (config: CtyMap) => readonly ProviderDiagnostic[];

/** Whether the configuration may give it, and need not. */
export function isOptional({ presence }: Attribute): boolean {
  return presence === "optional" || presence === "optional-computed";
}

/** Whether the provider may give it. A default makes a value ours where the user gives none. */
export function isComputed({ presence, default: standard }: Attribute): boolean {
  return presence === "computed" || presence === "optional-computed" || standard !== undefined;
}

/** The shape of plain values. */
export function ofType(type: CtyType): AttributeShape {
  return { kind: "value", type };
}

/** The type of the values of a block with these attributes. */
export function objectType(attributes: Attributes): CtyType {
  const members = Object.entries(attributes).map(([name, { shape }]) => [name, shapeType(shape)] as const);
  return { kind: "object", attributes: new Map(members) };
}

export function shapeType(shape: AttributeShape): CtyType {
  if (shape.kind === "value") return shape.type;
  const element = objectType(shape.attributes);
  return shape.mode === "single" ? element : { kind: shape.mode, element };
}
