import type { HeaderMatcher } from "../../envoy/gen/envoy.config.route.v3.ts";
import type { CompiledCondition } from "./condition.ts";
import type { RequestView } from "./request-view.ts";
import { stringTest } from "./string-test.ts";
import type { StringTest } from "./string-test.ts";

/**
 * `envoy.config.route.v3.HeaderMatcher`. An absent header fails every test but that of absence, an inverted one
 * included, unless it is to be treated as empty. Of a header that comes several times one value has to pass, and none
 * may where the test is inverted.
 */
export function headerCondition(matcher: HeaderMatcher): CompiledCondition {
  const name = (matcher.name ?? "").toLowerCase();
  const { invert_match = false, treat_missing_header_as_empty = false } = matcher;
  const input = headerInput(name);
  const actual = (view: RequestView): string | undefined => view.header(name);
  const test = valueTest(matcher);
  if (!test) {
    const wantsPresence = (matcher.present_match ?? true) !== invert_match;
    return {
      input,
      expected: wantsPresence ? "is present" : "is absent",
      holds: (view) => (treat_missing_header_as_empty || view.headers.has(name)) === wantsPresence,
      actual,
    };
  }
  return {
    input,
    expected: invert_match ? `is present and not: ${test.expected}` : test.expected,
    holds: (view) => {
      const values = view.headers.get(name) ?? (treat_missing_header_as_empty ? [""] : undefined);
      return values !== undefined && values.some(test.test) !== invert_match;
    },
    actual,
  };
}

/** How a report calls a header. */
export function headerInput(name: string): string {
  switch (name) {
    case ":path":
      return "path";
    case ":method":
      return "method";
    case ":authority":
    case "host":
      return "host";
    default:
      return `header ${name}`;
  }
}

/** Undefined for a matcher that asks for presence alone. */
function valueTest(matcher: HeaderMatcher): StringTest | undefined {
  const { string_match, exact_match, prefix_match, suffix_match, contains_match, safe_regex_match } = matcher;
  if (matcher.range_match)
    return rangeTest(Number(matcher.range_match.start), Number(matcher.range_match.end));
  if (string_match) return stringTest(string_match);
  if (exact_match !== undefined) return stringTest({ exact: exact_match });
  if (prefix_match !== undefined) return stringTest({ prefix: prefix_match });
  if (suffix_match !== undefined) return stringTest({ suffix: suffix_match });
  if (contains_match !== undefined) return stringTest({ contains: contains_match });
  return safe_regex_match ? stringTest({ safe_regex: safe_regex_match }) : undefined;
}

function rangeTest(start: number, end: number): StringTest {
  return {
    expected: `is a whole number from ${start} to below ${end}`,
    test: (value) => /^[+-]?\d+$/.test(value) && Number(value) >= start && Number(value) < end,
  };
}
