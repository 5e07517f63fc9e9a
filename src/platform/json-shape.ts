/** Parsed JSON that is not what it should be. The message names the place and what it must be. */
export class MalformedJson extends Error {}

export function objectAt(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw mustBe(at, "an object");
  return { ...value };
}

export function listAt(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw mustBe(at, "a list");
  return value;
}

export function stringAt(value: unknown, at: string): string {
  if (typeof value !== "string") throw mustBe(at, "a text");
  return value;
}

export function booleanAt(value: unknown, at: string): boolean {
  if (typeof value !== "boolean") throw mustBe(at, "true or false");
  return value;
}

/** Whole, and no greater than a double holds exactly. */
export function integerAt(value: unknown, at: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw mustBe(at, "a whole number");
  return value;
}

/** One of these texts. */
export function oneOfAt<T extends string>(value: unknown, allowed: readonly T[], at: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw mustBe(at, `one of ${allowed.join(", ")}`);
  return found;
}

function mustBe(at: string, what: string): MalformedJson {
  return new MalformedJson(`${at} must be ${what}.`);
}
