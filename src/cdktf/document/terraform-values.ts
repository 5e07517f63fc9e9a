import { DefaultTokenResolver, StringConcat, TerraformVariable, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import type { Value } from "../../language/value.ts";
import type { Origin } from "../mesh-construct.ts";
import { isNamedService } from "../service-name.ts";
import { SensitiveExpressions } from "./sensitive-expressions.ts";
import type { DocumentValue, VariableReference } from "./document-item.ts";
import { mistakeWithin, valueMistake } from "./value-mistake.ts";

/** A value that only Terraform knows: a document has a variable in its place. */
export interface TerraformVariableValue {
  readonly name: string;
  /** Of the language; undefined for any. */
  readonly type: string | undefined;
  /** As constructs gave it, tokens included: what they stand for may be found out only while stacks are written. */
  readonly value: unknown;
  /** What it stands for now: an expression of Terraform's; undefined in the place of a mistaken value. */
  readonly expression: unknown;
  /** Whether nobody may see it. */
  readonly sensitive: boolean;
}

/** Where a value stands, for the name of its variable. */
export interface ValuePlace {
  readonly path: readonly string[];
  readonly type: string | undefined;
  /** The construct that gave it. */
  readonly origin: Origin;
}

/** A value that no document can hold. */
export interface MistakenValue {
  readonly origin: Origin;
  /** Says what is wrong, and what to write. */
  readonly detail: string;
}

/**
 * Turns values that constructs were given into those of a document. Tokens that stand for a known value become that
 * value; what only Terraform can compute becomes a variable, so that a number is carried as a number and a text as it is.
 */
export class TerraformValues {
  readonly #scope: IConstruct;
  readonly #resolver = new DefaultTokenResolver(new StringConcat());
  readonly #isTaken: (name: string) => boolean;
  readonly #sensitive: SensitiveExpressions;
  readonly #variables = new Map<string, TerraformVariableValue>();
  readonly #mistakes: MistakenValue[] = [];

  /** `isTaken`: names that variables of documents have, or may have. */
  constructor(scope: IConstruct, isTaken: (name: string) => boolean = () => false) {
    this.#scope = scope;
    this.#isTaken = isTaken;
    this.#sensitive = new SensitiveExpressions(scope);
  }

  /** Those that were needed so far, in order. */
  get variables(): readonly TerraformVariableValue[] {
    return [...this.#variables.values()];
  }

  /** What was refused so far. */
  get mistakes(): readonly MistakenValue[] {
    return this.#mistakes;
  }

  /** A value as documents have it. In the place of one that none can hold stands a variable of which nothing is known. */
  read(value: unknown, place: ValuePlace): DocumentValue {
    const mistake = mistakeWithin(nameOf(place), value);
    return mistake === undefined ? this.#read(value, place) : this.#standIn(mistake, place);
  }

  /**
   * A value that is written as blocks: what tokens stand for, with its parts as they are. Undefined when it is refused,
   * as is what only Terraform knows: how many blocks there are, and what they have, is known before.
   */
  readBlocks(value: unknown, place: ValuePlace): unknown {
    const name = nameOf(place);
    const known = this.#known(value);
    const isWhole = (typeof known === "string" && isExpression(known)) || known instanceof TerraformVariable;
    const mistake = isWhole
      ? `${name} cannot be what only Terraform knows as a whole. Write objects: their properties may be such values, by .stringValue or .numberValue.`
      : valueMistake(name, known);
    if (mistake === undefined) return known;
    this.#mistakes.push({ origin: place.origin, detail: mistake });
    return undefined;
  }

  #read(value: unknown, place: ValuePlace): DocumentValue {
    const given = isNamedService(value) ? value.serviceName : value;
    const known = this.#known(given);
    const mistake = known === given ? undefined : mistakeWithin(nameOf(place), known);
    if (mistake !== undefined) return this.#standIn(mistake, place);
    if (typeof known === "string")
      return isExpression(known) ? this.#variable(given, known, place) : unescaped(known);
    if (known === null || known === undefined) return null;
    if (typeof known === "boolean" || typeof known === "number") return known;
    if (Array.isArray(known)) {
      const items: readonly unknown[] = known;
      return items.map((item, index) => this.#read(item, inside(place, `${index}`)));
    }
    if (typeof known !== "object") return null;
    const members = Object.entries(known);
    if (members.some(([key]) => isExpression(key))) return this.#variable(given, this.#resolve(known), place);
    return new Map(members.map(([key, member]) => [key, this.#read(member, inside(place, key))]));
  }

  /** The value as the language has it, with what `computed` says of expressions of Terraform's. */
  valueOf(value: unknown, computed: (expression: string) => Value): Value {
    const known = this.#known(value);
    if (typeof known === "string") return isExpression(known) ? computed(known) : unescaped(known);
    if (known === null || known === undefined) return null;
    if (typeof known === "boolean" || typeof known === "number") return known;
    if (Array.isArray(known)) {
      const items: readonly unknown[] = known;
      return items.map((item) => this.valueOf(item, computed));
    }
    if (typeof known !== "object") return null;
    const members = Object.entries(known);
    return new Map(members.map(([key, member]) => [key, this.valueOf(member, computed)]));
  }

  /** Whether nobody may see the value, or a part of it. */
  isSensitive(value: unknown): boolean {
    return this.#sensitive.has(this.#resolve(typeof value === "string" ? withNumberTokens(value) : value));
  }

  /** What tokens stand for; lists and objects as they are, for their parts to be looked at one by one. */
  #known(value: unknown): unknown {
    if (isSurelyKnown(value)) return value;
    const whole = typeof value === "string" ? withNumberTokens(value) : value;
    return isToken(whole) ? this.#resolve(whole) : whole;
  }

  #resolve(value: unknown): unknown {
    return Tokenization.resolve(value, { scope: this.#scope, resolver: this.#resolver });
  }

  #standIn(mistake: string, place: ValuePlace): VariableReference {
    this.#mistakes.push({ origin: place.origin, detail: mistake });
    return this.#variable(null, undefined, place);
  }

  #variable(given: unknown, expression: unknown, place: ValuePlace): VariableReference {
    const wanted = variableName(place.path);
    let name = wanted;
    for (let number = 2; this.#variables.has(name) || this.#isTaken(name); number += 1)
      name = `${wanted}_${number}`;
    const value = typeof given === "string" ? withNumberTokens(given) : given;
    const sensitive = this.#sensitive.has(expression);
    this.#variables.set(name, { name, type: place.type, value, expression, sensitive });
    return { kind: "variable", name };
  }
}

/** Nearly every value is, and tells it at once: tokens are braces in texts, and numbers beyond all use. */
function isSurelyKnown(value: unknown): boolean {
  if (typeof value === "string") return !/\{|e\+/.test(value);
  return typeof value === "boolean" || (typeof value === "number" && Math.abs(value) < 1e100);
}

/** Whether the value is a token as a whole, or a text with tokens in it. */
function isToken(value: unknown): boolean {
  if (!Array.isArray(value)) return Tokenization.reverse(value).length > 0;
  const items: readonly unknown[] = value;
  // A list that is a token has one item, which stands for all.
  const [only, ...others] = items;
  if (others.length > 0) return false;
  return typeof only === "string"
    ? Tokenization.reverseList([only]) !== undefined
    : typeof only === "number" && Tokenization.reverseNumberList([only]) !== undefined;
}

/** Something that Terraform evaluates: an interpolation or a directive, unless it is escaped. */
function isExpression(text: string): boolean {
  return /(^|[^$])\$\{|(^|[^%])%\{/.test(text);
}

/** To constructs a text is Terraform's template, in which these are escapes. */
function unescaped(text: string): string {
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

/** A number token within a text has become the digits that stand for it: they are made a token again. */
function withNumberTokens(text: string): string {
  return text.replace(/-?\d(?:\.\d+)?e\+\d{3}/g, (digits) => {
    const token = Tokenization.reverseNumber(Number(digits));
    return token ? Token.asString(token) : digits;
  });
}

/** What messages call it: the property, with its index. */
function nameOf({ path }: ValuePlace): string {
  const last = path.findLastIndex((step) => !/^\d+$/.test(step));
  return path.slice(Math.max(last, 0)).reduce((list, index) => `${list}[${index}]`);
}

function inside({ path, type, origin }: ValuePlace, step: string): ValuePlace {
  const element = /^(?:list|map)\((.*)\)$/.exec(type ?? "");
  return { path: [...path, step], type: element?.[1], origin };
}

function variableName(path: readonly string[]): string {
  const words = path.map((step) =>
    step
      .replace(/(?<=[a-z0-9])[A-Z]/g, "_$&")
      .replace(/[^A-Za-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, ""),
  );
  const name = words
    .filter((word) => word !== "")
    .join("_")
    .toLowerCase();
  return /^[a-z]/.test(name) ? name : `value_${name}`;
}
