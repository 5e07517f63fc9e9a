import { RE2JS } from "re2js";
import type { Instance } from "../mesh-graph.ts";
import type { FilterExpression, FilterMatch } from "./filter-expression.ts";

type FieldValue = string | readonly string[] | Readonly<Record<string, string>> | undefined;

/** The fields of an instance that a filter may name; `Service.Meta` also takes a key below it. */
const fields: Readonly<Record<string, (instance: Instance) => FieldValue>> = {
  "Service.ID": (instance) => instance.id,
  "Service.Service": (instance) => instance.service,
  "Service.Address": (instance) => instance.address,
  "Service.Port": (instance) => String(instance.port),
  "Service.Tags": (instance) => instance.tags,
  "Service.Meta": (instance) => instance.meta,
};

export const filterFields: readonly string[] = Object.keys(fields);

/** Whether the filter holds for the instance. A meta key that the instance lacks equals nothing and is empty. */
export function matchesFilter(expression: FilterExpression, instance: Instance): boolean {
  switch (expression.kind) {
    case "and":
      return matchesFilter(expression.left, instance) && matchesFilter(expression.right, instance);
    case "or":
      return matchesFilter(expression.left, instance) || matchesFilter(expression.right, instance);
    case "not":
      return !matchesFilter(expression.operand, instance);
    case "match":
      return holds(expression, fieldValue(expression.selector, instance)) !== expression.negated;
  }
}

/** Every comparison of an expression, left to right. */
export function matchesIn(expression: FilterExpression): readonly FilterMatch[] {
  switch (expression.kind) {
    case "and":
    case "or":
      return [...matchesIn(expression.left), ...matchesIn(expression.right)];
    case "not":
      return matchesIn(expression.operand);
    case "match":
      return [expression];
  }
}

/** Whether an instance can have the field at all. */
export function isFilterField(selector: readonly string[]): boolean {
  return (
    Object.hasOwn(fields, selector.join(".")) ||
    (selector.length === 3 && selector.slice(0, 2).join(".") === "Service.Meta")
  );
}

/** The expression a `matches` compares with, in RE2's syntax; undefined for a malformed one, which matches nothing. */
export function regularExpression(text: string): RE2JS | undefined {
  try {
    return RE2JS.compile(text);
  } catch {
    // The library tells a malformed expression only by throwing.
    return undefined;
  }
}

function fieldValue(selector: readonly string[], instance: Instance): FieldValue {
  const name = selector.join(".");
  if (Object.hasOwn(fields, name)) return fields[name]?.(instance);
  const key = selector[2] ?? "";
  return isFilterField(selector) && Object.hasOwn(instance.meta, key) ? instance.meta[key] : undefined;
}

/** `Array.isArray` does not narrow read-only arrays. */
function isList(value: FieldValue): value is readonly string[] {
  return Array.isArray(value);
}

function holds(match: FilterMatch, value: FieldValue): boolean {
  if (match.operator === "empty")
    return (
      value === undefined || (typeof value === "string" ? value === "" : Object.keys(value).length === 0)
    );
  if (value === undefined) return false;
  if (isList(value)) return match.operator === "contains" && value.includes(match.value);
  if (typeof value !== "string") return match.operator === "contains" && Object.hasOwn(value, match.value);
  switch (match.operator) {
    case "equal":
      return value === match.value;
    case "contains":
      return value.includes(match.value);
    case "matches":
      return regularExpression(match.value)?.matcher(value).find() ?? false;
  }
}
