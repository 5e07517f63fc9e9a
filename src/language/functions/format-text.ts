import { textOf } from "../conversion.ts";
import { MAX_TEXT_LENGTH } from "../limits.ts";
import { formatNumber, readNumberText } from "../read-number.ts";
import { describeKind, hasUnknown, toJson, unknownValue } from "../value.ts";
import type { Value } from "../value.ts";
import { decimalOf, fixedText, generalText, scientificText } from "./decimal-text.ts";
import { FunctionFailure } from "./function-definition.ts";
import { splitGraphemes } from "./graphemes.ts";
import { encodeJson } from "./json-text.ts";
import { tooLong } from "./too-long.ts";

/**
 * `format`: verbs as in Go's fmt, of which %s %q %d %f %e %E %g %G %x %X %o %b %t %v and %% are known, with flags, width,
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
    if (verb.text === "%%") {
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

const verbForm = /%([-+ 0#]*)(\d{1,4})?(?:\.(\d{1,3}))?(?:\[([1-9]\d{0,3})\])?([\s\S]?)/g;

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
      return formatAny(verb, value);
    case "s": {
      const text = textOf(value);
      return text === undefined
        ? unsuitable(verb, value)
        : splitGraphemes(text).slice(0, verb.precision).join("");
    }
    case "q": {
      const text = textOf(value);
      return text === undefined ? unsuitable(verb, value) : encodeJson(text);
    }
    case "t":
      return typeof value === "boolean" || value === "true" || value === "false"
        ? String(value)
        : unsuitable(verb, value);
    default:
      return formatNumeric(verb, value);
  }
}

function formatAny(verb: Verb, value: Value): string {
  if (typeof value === "number") return (value < 0 ? "-" : "") + generalText(decimalOf(Math.abs(value)));
  const text = verb.flags.includes("#") ? undefined : textOf(value);
  return text ?? encodeJson(toJson(value));
}

function formatNumeric(verb: Verb, value: Value): string | FunctionFailure {
  const number = typeof value === "string" ? readNumberText(value) : value;
  if (typeof number !== "number") return unsuitable(verb, value);
  const sign = number < 0 ? "-" : verb.flags.includes("+") ? "+" : verb.flags.includes(" ") ? " " : "";
  const digits = digitsOf(verb, Math.abs(number));
  if (digits !== undefined) return sign + digits;
  if ("dxXob".includes(verb.letter)) return unsuitable(verb, value);
  return new FunctionFailure(
    `The format has no verb "${verb.text}". Use one of %s %q %d %f %e %g %x %o %b %t %v.`,
    0,
  );
}

/** Undefined for a letter that is no verb, and for a fraction where whole numbers are shown. */
function digitsOf(verb: Verb, magnitude: number): string | undefined {
  const { letter, precision } = verb;
  switch (letter) {
    case "f":
      return fixedText(decimalOf(magnitude), precision ?? 6);
    case "e":
      return scientificText(decimalOf(magnitude), precision ?? 6);
    case "E":
      return scientificText(decimalOf(magnitude), precision ?? 6).toUpperCase();
    case "g":
      return generalText(decimalOf(magnitude), precision);
    case "G":
      return generalText(decimalOf(magnitude), precision).toUpperCase();
    default:
      return Number.isInteger(magnitude) ? wholeDigits(verb, magnitude) : undefined;
  }
}

function wholeDigits({ letter, flags, precision = 0 }: Verb, magnitude: number): string | undefined {
  const shown = bases.get(letter);
  if (!shown) return undefined;
  const prefix = flags.includes("#") ? shown.prefix : "";
  return prefix + shown.digits(magnitude).padStart(precision, "0");
}

const bases: ReadonlyMap<
  string,
  { readonly prefix: string; readonly digits: (magnitude: number) => string }
> = new Map([
  ["d", { prefix: "", digits: formatNumber }],
  ["x", { prefix: "0x", digits: (magnitude) => BigInt(magnitude).toString(16) }],
  ["X", { prefix: "0X", digits: (magnitude) => BigInt(magnitude).toString(16).toUpperCase() }],
  ["o", { prefix: "0", digits: (magnitude) => BigInt(magnitude).toString(8) }],
  ["b", { prefix: "0b", digits: (magnitude) => BigInt(magnitude).toString(2) }],
]);

function unsuitable(verb: Verb, value: Value): FunctionFailure {
  return new FunctionFailure(
    `The format's "${verb.text}" cannot show ${describeKind(value)}${typeof value === "number" ? " with a fraction" : ""}. Use another verb, such as %v, or another value.`,
  );
}

/** Bools stand as they are; zeros go before everything else, behind its sign, even where `-` asks for the other side. */
function pad(shown: string, { flags, width, letter }: Verb): string {
  if (letter === "t") return shown;
  if (!flags.includes("0")) return flags.includes("-") ? padEnd(shown, width) : padStart(shown, width, " ");
  const sign = "sqv".includes(letter) ? "" : (/^[-+ ]?/.exec(shown)?.[0] ?? "");
  return sign + padStart(shown.slice(sign.length), width - sign.length, "0");
}

function padStart(text: string, width: number, filler: string): string {
  return filler.repeat(Math.max(0, width - splitGraphemes(text).length)) + text;
}

function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - splitGraphemes(text).length));
}
