import { RE2JS, RE2JSException } from "re2js";
import type { Matcher } from "re2js";
import { MAX_TEXT_LENGTH } from "../limits.ts";
import type { Value } from "../value.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { define2, define3, text } from "./parameter.ts";
import { tooLong } from "./too-long.ts";

const definitions: Readonly<Record<string, EagerFunction>> = {
  regex: define2(text("pattern"), text("text"), (pattern, value) => {
    const compiled = compile(pattern, 0);
    if (compiled instanceof FunctionFailure) return compiled;
    const matcher = compiled.matcher(value);
    if (matcher.find()) return matchValue(compiled, matcher);
    return new FunctionFailure(
      "The pattern does not match this text. Test with can(regex(…)), or make the pattern match.",
      1,
    );
  }),
  regexall: define2(text("pattern"), text("text"), (pattern, value) => {
    const compiled = compile(pattern, 0);
    if (compiled instanceof FunctionFailure) return compiled;
    const matches: Value[] = [];
    for (const matcher of successiveMatches(compiled, value)) matches.push(matchValue(compiled, matcher));
    return matches;
  }),
  replace: define3([text("text"), text("part"), text("replacement")], (value, part, replacement) => {
    const pattern = /^\/([\s\S]*)\/$/.exec(part)?.[1];
    if (pattern === undefined) return replaceText(value, { part, replacement });
    const compiled = compilePattern(pattern, 1);
    if (compiled instanceof FunctionFailure) return compiled;
    return replacePattern(value, { compiled, replacement });
  }),
};

/** Matching takes that much longer than walking through the text. */
const MATCHING_EFFORT = 20;

/** Functions on regular expressions, in RE2's syntax: matching takes time in proportion to the text. */
export const regexFunctions: Readonly<Record<string, EagerFunction>> = Object.fromEntries(
  Object.entries(definitions).map(([name, definition]) => [name, { ...definition, effort: MATCHING_EFFORT }]),
);

function compile(pattern: string, argument: number): RE2JS | FunctionFailure {
  const compiled = compilePattern(pattern, argument);
  if (compiled instanceof FunctionFailure) return compiled;
  const named = Object.keys(compiled.namedGroups()).length;
  if (named === 0 || named === compiled.groupCount()) return compiled;
  return new FunctionFailure(
    "Some groups of the pattern have names and some have not, so the result could be neither a list nor an object. Name all or none; (?:…) groups without counting.",
    argument,
  );
}

function compilePattern(pattern: string, argument: number): RE2JS | FunctionFailure {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    return new FunctionFailure(
      `This is no regular expression of RE2's syntax: ${cause.message}. Correct it there.`,
      argument,
    );
  }
}

/** All matches from left to right. An empty one right behind another match is none, as in Go. */
function* successiveMatches(compiled: RE2JS, value: string): Iterable<Matcher> {
  const matcher = compiled.matcher(value);
  let previousEnd = -1;
  while (matcher.find()) {
    if (matcher.end() > matcher.start() || matcher.start() !== previousEnd) yield matcher;
    previousEnd = matcher.end();
  }
}

/** The whole match, or a list of its groups, or an object of its named groups. */
function matchValue(compiled: RE2JS, matcher: Matcher): Value {
  const names = Object.keys(compiled.namedGroups());
  if (names.length > 0) return new Map(names.map((name) => [name, matcher.group(name)]));
  if (compiled.groupCount() === 0) return matcher.group(0);
  return Array.from({ length: compiled.groupCount() }, (_, index) => matcher.group(index + 1));
}

function replaceText(
  value: string,
  { part, replacement }: { readonly part: string; readonly replacement: string },
): Value | FunctionFailure {
  const pieces = part === "" ? ["", ...Array.from(value), ""] : value.split(part);
  if (value.length + pieces.length * replacement.length > MAX_TEXT_LENGTH) return tooLong();
  return pieces.join(replacement);
}

/** The replacement may name groups of the pattern, as `$1`, `$name` or `${name}`; `$$` is a dollar sign. */
function replacePattern(
  value: string,
  { compiled, replacement }: { readonly compiled: RE2JS; readonly replacement: string },
): Value | FunctionFailure {
  let result = "";
  let copiedTo = 0;
  for (const matcher of successiveMatches(compiled, value)) {
    result += value.slice(copiedTo, matcher.start()) + expand(replacement, compiled, matcher);
    copiedTo = matcher.end();
    if (result.length > MAX_TEXT_LENGTH) return tooLong();
  }
  result += value.slice(copiedTo);
  return result.length > MAX_TEXT_LENGTH ? tooLong() : result;
}

function expand(replacement: string, compiled: RE2JS, matcher: Matcher): string {
  return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (written, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    if (name === undefined) return written.slice(1);
    const index = /^\d+$/.test(name) ? Number(name) : compiled.namedGroups()[name];
    // A group that does not exist is empty, as in Go, whose function Terraform uses.
    return index === undefined || index > compiled.groupCount() ? "" : (matcher.group(index) ?? "");
  });
}
