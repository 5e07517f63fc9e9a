import { RE2JS, RE2JSException } from "re2js";
import type { StringMatcher } from "../../envoy/gen/envoy.type.matcher.v3.ts";

/** A test of a text, and the test in words. */
export interface StringTest {
  readonly expected: string;
  readonly test: (value: string) => boolean;
}

/** `envoy.type.matcher.v3.StringMatcher`, and that of `xds.type.matcher.v3`, which is the same. */
export function stringTest(
  matcher: Omit<StringMatcher, "custom"> & { readonly custom?: unknown },
): StringTest {
  const { exact, prefix, suffix, contains, safe_regex, ignore_case = false } = matcher;
  const fold = ignore_case ? foldCase : asItStands;
  const cased = ignore_case ? " in any case" : "";
  if (exact !== undefined) {
    const wanted = fold(exact);
    return { expected: `is ${quoted(exact)}${cased}`, test: (value) => fold(value) === wanted };
  }
  if (prefix !== undefined) {
    const wanted = fold(prefix);
    return {
      expected: `starts with ${quoted(prefix)}${cased}`,
      test: (value) => fold(value).startsWith(wanted),
    };
  }
  if (suffix !== undefined) {
    const wanted = fold(suffix);
    return { expected: `ends with ${quoted(suffix)}${cased}`, test: (value) => fold(value).endsWith(wanted) };
  }
  if (contains !== undefined) {
    const wanted = fold(contains);
    return {
      expected: `contains ${quoted(contains)}${cased}`,
      test: (value) => fold(value).includes(wanted),
    };
  }
  return regexTest(safe_regex?.regex ?? "");
}

/** The whole text matches an expression of RE2's syntax. Envoy refuses one that is not, so that it matches nothing. */
export function regexTest(regex: string): StringTest {
  const compiled = compileRegex(regex);
  return {
    expected: regex === anyBytes ? "is present" : `matches ${quoted(regex)}`,
    test: (value) => compiled?.testExact(value) ?? false,
  };
}

/** Any bytes: the one expression that Envoy's RE2 knows and its port to JavaScript does not. */
const anyBytes = "\\C*";

/** Undefined for what is no expression of RE2's syntax. */
export function compileRegex(regex: string): RE2JS | undefined {
  try {
    return RE2JS.compile(regex === anyBytes ? "(?s).*" : regex);
  } catch (cause) {
    if (cause instanceof RE2JSException) return undefined;
    throw cause;
  }
}

/** ASCII letters alone, as Envoy compares. */
export function foldCase(value: string): string {
  return /[A-Z]/.test(value) ? value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : value;
}

export function quoted(value: string): string {
  return JSON.stringify(value);
}

function asItStands(value: string): string {
  return value;
}
