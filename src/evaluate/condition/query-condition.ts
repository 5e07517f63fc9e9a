import type { QueryParameterMatcher } from "../../envoy/gen/envoy.config.route.v3.ts";
import type { CompiledCondition } from "./condition.ts";
import type { RequestView } from "./request-view.ts";
import { stringTest } from "./string-test.ts";

/** `envoy.config.route.v3.QueryParameterMatcher`: of repeated parameters the first counts; nothing is unescaped. */
export function queryCondition({
  name = "",
  string_match,
  present_match,
}: QueryParameterMatcher): CompiledCondition {
  const input = `query parameter ${name}`;
  const actual = (view: RequestView): string | undefined => queryParameter(view.path, name);
  if (!string_match) {
    const wantsPresence = present_match ?? true;
    return {
      input,
      expected: wantsPresence ? "is present" : "is absent",
      holds: (view) => (actual(view) !== undefined) === wantsPresence,
      actual,
    };
  }
  const test = stringTest(string_match);
  return {
    input,
    expected: test.expected,
    holds: (view) => {
      const value = actual(view);
      return value !== undefined && test.test(value);
    },
    actual,
  };
}

/** The first value of a query parameter as it stands; empty for one without `=`. */
export function queryParameter(path: string, name: string): string | undefined {
  const start = path.indexOf("?");
  if (start < 0) return undefined;
  for (const pair of path.slice(start + 1).split("&")) {
    const equals = pair.indexOf("=");
    if ((equals < 0 ? pair : pair.slice(0, equals)) === name && pair !== "")
      return equals < 0 ? "" : pair.slice(equals + 1);
  }
  return undefined;
}
