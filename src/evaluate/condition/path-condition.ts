import type { RouteMatch } from "../../envoy/gen/envoy.config.route.v3.ts";
import { always } from "./condition.ts";
import type { CompiledCondition } from "./condition.ts";
import { foldCase, quoted, regexTest } from "./string-test.ts";

export interface PathCondition {
  readonly condition: CompiledCondition;
  /** How much of a path that matches a rewrite replaces: so many characters, or all before the query. */
  readonly matchedLength: number | "whole";
}

/** The path part of a route match. Routes look at the path without its query. */
export function pathCondition(match: RouteMatch): PathCondition {
  const { case_sensitive = true } = match;
  const fold = case_sensitive ? (path: string): string => path : foldCase;
  const cased = case_sensitive ? "" : " in any case";
  if (match.path !== undefined) {
    const wanted = fold(match.path);
    return {
      condition: onPath(`is ${quoted(match.path)}${cased}`, (path) => fold(path) === wanted),
      matchedLength: "whole",
    };
  }
  if (match.safe_regex) {
    const test = regexTest(match.safe_regex.regex ?? "");
    return { condition: onPath(test.expected, (path) => test.test(path)), matchedLength: "whole" };
  }
  if (match.path_separated_prefix !== undefined) {
    const prefix = match.path_separated_prefix;
    const wanted = fold(prefix);
    return {
      condition: onPath(`is ${quoted(prefix)} or below it${cased}`, (path) => {
        const next = path[prefix.length];
        return fold(path).startsWith(wanted) && (next === undefined || next === "/");
      }),
      matchedLength: prefix.length,
    };
  }
  const prefix = match.prefix ?? "";
  const wanted = fold(prefix);
  return {
    condition:
      prefix === "/" || prefix === ""
        ? always
        : onPath(`starts with ${quoted(prefix)}${cased}`, (path) => fold(path).startsWith(wanted)),
    matchedLength: prefix.length,
  };
}

/** The path without its query and fragment. */
export function withoutQuery(path: string): string {
  const end = path.search(/[?#]/);
  return end < 0 ? path : path.slice(0, end);
}

function onPath(expected: string, test: (path: string) => boolean): CompiledCondition {
  return {
    input: "path",
    expected,
    holds: (view) => test(withoutQuery(view.path)),
    actual: (view) => withoutQuery(view.path),
  };
}
