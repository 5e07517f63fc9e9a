import type { JsonObject, JsonValue } from "../../envoy/codec/json-form.ts";
import type { ListMatcher, MetadataMatcher, ValueMatcher } from "../../envoy/gen/envoy.type.matcher.v3.ts";
import type { CompiledCondition } from "./condition.ts";
import type { RequestView } from "./request-view.ts";
import { stringTest } from "./string-test.ts";

interface ValueTest {
  readonly expected: string;
  readonly test: (value: JsonValue | undefined) => boolean;
}

/** `envoy.type.matcher.v3.MetadataMatcher`: what an earlier filter, such as that of tokens, has found out. */
export function metadataCondition({
  filter = "",
  path = [],
  value = {},
  invert = false,
}: MetadataMatcher): CompiledCondition {
  const keys = path.map(({ key = "" }) => key);
  const test = valueTest(value);
  const find = (view: RequestView): JsonValue | undefined => metadataAt(view, filter, keys);
  return {
    input: metadataInput(keys),
    expected: invert ? `not: ${test.expected}` : test.expected,
    holds: (view) => test.test(find(view)) !== invert,
    actual: (view) => {
      const found = find(view);
      return found === undefined ? undefined : JSON.stringify(found);
    },
  };
}

/** How a report calls a piece of metadata: the claims of tokens are the only ones that a mesh renders. */
export function metadataInput(keys: readonly string[]): string {
  return `claim ${keys.join(".")}`;
}

export function metadataAt(
  { metadata }: RequestView,
  filter: string,
  keys: readonly string[],
): JsonValue | undefined {
  let value: JsonValue | undefined = metadata[filter];
  for (const key of keys) {
    if (!isObject(value)) return undefined;
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** `envoy.type.matcher.v3.ValueMatcher` */
export function valueTest(matcher: ValueMatcher): ValueTest {
  const { string_match, bool_match, present_match, double_match, list_match, or_match, null_match } = matcher;
  if (string_match) {
    const { expected, test } = stringTest(string_match);
    return { expected, test: (value) => typeof value === "string" && test(value) };
  }
  if (bool_match !== undefined)
    return { expected: `is ${String(bool_match)}`, test: (value) => value === bool_match };
  if (present_match !== undefined)
    return {
      expected: present_match ? "is present" : "is absent",
      test: (value) => (value !== undefined) === present_match,
    };
  if (double_match) {
    const { exact, range } = double_match;
    const [start, end] = [Number(range?.start ?? 0), Number(range?.end ?? 0)];
    return {
      expected: exact === undefined ? `is from ${start} to below ${end}` : `is ${exact}`,
      test: (value) =>
        typeof value === "number" &&
        (exact === undefined ? value >= start && value < end : value === Number(exact)),
    };
  }
  if (list_match) return listTest(list_match);
  if (or_match) {
    const tests = (or_match.value_matchers ?? []).map(valueTest);
    return {
      expected: tests.map(({ expected }) => expected).join(" or "),
      test: (value) => tests.some(({ test }) => test(value)),
    };
  }
  return { expected: null_match ? "is null" : "is set", test: (value) => value === null };
}

function listTest({ one_of = {} }: ListMatcher): ValueTest {
  const { expected, test } = valueTest(one_of);
  return {
    expected: `has an item that ${expected}`,
    test: (value) => isList(value) && value.some((item) => test(item)),
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
