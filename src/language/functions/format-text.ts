import { textOf } from "../conversion.ts";
import { MAX_TEXT_LENGTH } from "../limits.ts";
import { formatNumber, readNumber } from "../read-number.ts";
import { describeKind, hasUnknown, toJson, unknownValue } from "../value.ts";
import type { Value } from "../value.ts";
import { FunctionFailure } from "./function-definition.ts";
import { splitGraphemes } from "./graphemes.ts";
import { encodeJson } from "./json-text.ts";
import { tooLong } from "./too-long.ts";

/**
 * `format`: verbs as in Go's fmt, of which %s %q %d %f %e %g %x %X %o %b %t %v and %% are known, with flags, width,
 * precision and `%[n]s`. Source: Terraform language, function `format`.
 */
export function formatText(format: string, values: readonly Value[]): Value | FunctionFailure {
  if (values.some(hasUnknown)) return unknownValue;
  const used = new Set<number>();
  let next = 0;
  let result = "";
  let copiedTo = 0;
  for (const match of format.matchAll(verbForm)) {
    const verb = readVerb(match);
    result += format.slice(copiedTo, match.index);
    copiedTo = match.index + match[0].length;
    if (verb.letter === "%") {
      result += "%";
      continue;
    }
    const index = verb.argument ?? next;
    next = index + 1;
    used.add(index);
    const shown = index < values.length ? formatValue(verb, values[index] ?? null) : missing(verb, index);
    if (shown instanceof FunctionFailure)
      return new FunctionFailure(shown.message, shown.argument ?? index + 1);
    result += pad(shown, verb);
    if (result.length > MAX_TEXT_LENGTH) return tooLong();
  }
  const extra = used.size === 0 && values.length > 0 ? 0 : Math.max(-1, ...used) + 1;
  if (extra < values.length) {
    return new FunctionFailure(
      "No verb in the format shows this value. Add one, such as %s, or leave the value out.",
      extra + 1,
    );
  }
  return result + format.slice(copiedTo);
}

const verbForm = /%([-+ 0#]*)(\d{1,4})?(?:\.(\d{1,3}))?(?:\[(\d{1,4})\])?([\s\S]?)/g;

interface Verb {
  readonly text: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  /** From 0; undefined for "the one after the last". */
  readonly argument: number | undefined;
  readonly letter: string;
}

function readVerb([text, flags = "", width = "0", precision, argument, letter = ""]: RegExpExecArray): Verb {
  return {
    text,
    flags,
    width: Number(width),
    precision: precision === undefined ? undefined : Number(precision),
    argument: argument === undefined ? undefined : Number(argument) - 1,
    letter,
  };
}

function missing(verb: Verb, index: number): FunctionFailure {
  return new FunctionFailure(
    `The format's "${verb.text}" shows value ${index + 1}, which is not given. Add it, or remove the verb.`,
    0,
  );
}

function formatValue(verb: Verb, value: Value): string | FunctionFailure {
  switch (verb.letter) {
    case "v":
      return textOf(value) ?? encodeJson(toJson(value));
    case "s": {
      const text = textOf(value);
      return text === undefined
        ? unsuitable(verb, value)
        : splitGraphemes(text).slice(0, verb.precision).join("");
    }
    case "q": {
      const text = textOf(value);
      return text === undefined ? unsuitable(verb, value) : JSON.stringify(text);
    }
    case "t":
      return typeof value === "boolean" || value === "true" || value === "false"
        ? String(value)
        : unsuitable(verb, value);
    default:
      return formatNumeric(verb, value);
  }
}

function formatNumeric(verb: Verb, value: Value): string | FunctionFailure {
  const number = typeof value === "string" ? readNumber(value) : value;
  if (typeof number !== "number") return unsuitable(verb, value);
  const sign = number < 0 ? "-" : verb.flags.includes("+") ? "+" : verb.flags.includes(" ") ? " " : "";
  const digits = digitsOf(verb, Math.abs(number));
  return digits === undefined
    ? new FunctionFailure(
        `The format has no verb "${verb.text}". Use one of %s %q %d %f %e %g %x %o %b %t %v.`,
        0,
      )
    : sign + digits;
}

function digitsOf({ letter, precision }: Verb, magnitude: number): string | undefined {
  switch (letter) {
    case "d":
      return formatNumber(Math.trunc(magnitude));
    case "f":
      return magnitude < 1e21 ? magnitude.toFixed(Math.min(precision ?? 6, 100)) : formatNumber(magnitude);
    case "e":
      return magnitude.toExponential(Math.min(precision ?? 6, 100)).replace(/e([+-])(\d)$/, "e$10$2");
    case "g":
      return precision === undefined
        ? formatNumber(magnitude)
        : String(Number(magnitude.toPrecision(Math.min(Math.max(precision, 1), 100))));
    case "x":
      return Math.trunc(magnitude).toString(16);
    case "X":
      return Math.trunc(magnitude).toString(16).toUpperCase();
    case "o":
      return Math.trunc(magnitude).toString(8);
    case "b":
      return Math.trunc(magnitude).toString(2);
    default:
      return undefined;
  }
}

function unsuitable(verb: Verb, value: Value): FunctionFailure {
  return new FunctionFailure(
    `The format's "${verb.text}" cannot show ${describeKind(value)}. Use another verb, such as %v, or another value.`,
  );
}

function pad(shown: string, { flags, width, letter }: Verb): string {
  if (flags.includes("-")) return shown.padEnd(width);
  if (!flags.includes("0") || "sqvt".includes(letter)) return shown.padStart(width);
  const sign = /^[-+ ]?/.exec(shown)?.[0] ?? "";
  return sign + shown.slice(sign.length).padStart(width - sign.length, "0");
}
