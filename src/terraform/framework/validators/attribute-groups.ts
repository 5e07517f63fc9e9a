import { isUnknown } from "../../wire/value/cty-value.ts";
import { attributeAt } from "../attribute-path.ts";
import { providerError } from "../provider-diagnostic.ts";
import type { ObjectRule } from "../schema.ts";

/** Of these attributes one must be given, and no second one. An unknown one may yet turn out to be null. */
export function exactlyOneOf(...names: readonly string[]): ObjectRule {
  return (config) => {
    const given = names.filter((name) => (config.get(name) ?? null) !== null);
    const certain = given.filter((name) => !isUnknown(config.get(name)));
    const listed = names.map((name) => `"${name}"`).join(" and ");
    const [, second] = certain;
    if (second !== undefined) {
      const detail = `${listed} exclude each other. Give one of them.`;
      return [providerError({ summary: "Conflicting attributes", detail, path: attributeAt(second) })];
    }
    if (given.length > 0) return [];
    return [providerError({ summary: "Missing attribute", detail: `Of ${listed}, one must be given.` })];
  };
}
