import { RE2JS, RE2JSException } from "re2js";
import type { Matcher } from "re2js";
import { MAX_TEXT_LENGTH } from "../limits.ts";
import type { Value } from "../value.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { define2, define3, text } from "./parameter.ts";
import { tooLong } from "./too-long.ts";

/** Functions on regular expressions, in RE2's syntax: matching takes time in proportion to the text. */
export const regexFunctions: Readonly<Record<string, EagerFunction>> = {
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
    const matcher = compiled.matcher(value);
    const matches: Value[] = [];
    while (matcher.find()) matches.push(matchValue(compiled, matcher));
    return matches;
  }),
  replace: define3([text("text"), text("part"), text("replacement")], (value, part, replacement) => {
    const pattern = /^\/([\s\S]+)\/$/.exec(part)?.[1];
    if (pattern === undefined) return replaceText(value, { part, replacement });
    const compiled = compile(pattern, 1);
    if (compiled instanceof FunctionFailure) return compiled;
    return replacePattern(value, { compiled, replacement });
  }),
};

function compile(pattern: string, argument: number): RE2JS | FunctionFailure {
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
  const pieces = value.split(part);
  if (value.length + pieces.length * replacement.length > MAX_TEXT_LENGTH) return tooLong();
  return pieces.join(replacement);
}

/** The replacement may name groups of the pattern, as `$1`, `$name` or `${name}`; `$$` is a dollar sign. */
function replacePattern(
  value: string,
  { compiled, replacement }: { readonly compiled: RE2JS; readonly replacement: string },
): Value | FunctionFailure {
  const matcher = compiled.matcher(value);
  let result = "";
  let copiedTo = 0;
  while (matcher.find()) {
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
