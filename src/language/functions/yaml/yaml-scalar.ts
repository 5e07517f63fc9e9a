import { readNumberText } from "../../read-number.ts";
import type { Value } from "../../value.ts";
import { FunctionFailure } from "../function-definition.ts";
import { formatTimestamp, secondsOfDate } from "../timestamp.ts";

export interface YamlScalar {
  /** Quotes and escapes resolved. */
  readonly text: string;
  /** Written without quotes and not as a block. */
  readonly isPlain: boolean;
  /** As written, its handle resolved; undefined when there is none. */
  readonly tag: string | undefined;
}

/** What a scalar stands for. Only plain ones can be anything but a text, whatever their tag says. */
export function resolveScalar({ text, isPlain, tag }: YamlScalar): Value | FunctionFailure {
  const type = tag?.startsWith(standardTag) ? tag.slice(standardTag.length) : tag;
  switch (type) {
    case undefined:
      return isPlain ? resolvePlain(text) : text;
    case "str":
    case "binary":
      return text;
    case "null":
      return null;
    case "bool":
      return expect(plainWords.get(text), "boolean", { text, type });
    case "int":
    case "float":
      return isPlain ? expect(resolveNumber(text), "number", { text, type }) : text;
    case "timestamp":
      return expect(resolveTimestamp(text), "string", { text, type });
    default:
      return new FunctionFailure(`The tag ${type} is not known here. Leave it out.`);
  }
}

export function isPlainMergeKey(key: unknown): boolean {
  return key === "<<";
}

const standardTag = "tag:yaml.org,2002:";

function expect(
  value: Value | FunctionFailure | undefined,
  kind: "boolean" | "number" | "string",
  { text, type }: { readonly text: string; readonly type: string },
): Value | FunctionFailure {
  if (value instanceof FunctionFailure || typeof value === kind) return value ?? null;
  return new FunctionFailure(`"${text.slice(0, 40)}" is no !!${type}. Correct it, or leave the tag out.`);
}

function resolvePlain(text: string): Value | FunctionFailure {
  const word = plainWords.get(text);
  if (word !== undefined) return word;
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text)) {
    return new FunctionFailure(`There is no number "${text}" here. Quote it if it is a text.`);
  }
  if (!/^[-+.\d]/.test(text)) return text;
  return resolveTimestamp(text) ?? resolveNumber(text) ?? text;
}

const plainWords: ReadonlyMap<string, boolean | null> = new Map([
  ...spellings(["y", "yes", "true", "on"]).map((word) => [word, true] as const),
  ...spellings(["n", "no", "false", "off"]).map((word) => [word, false] as const),
  ...["", "~", ...spellings(["null"])].map((word) => [word, null] as const),
]);

function spellings(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]);
}

/** Other bases than ten have no sign, and a leading zero makes none. Undefined for what is no number. */
function resolveNumber(text: string): number | FunctionFailure | undefined {
  if (/^(?:0x[\da-fA-F]+|0o[0-7]+)$/.test(text)) return exactly(Number(text), text);
  const number = readNumberText(text);
  if (number === "malformed") return undefined;
  return number === "inexact" ? exactly(Number.NaN, text) : number;
}

function exactly(number: number, text: string): number | FunctionFailure {
  if (Number.isSafeInteger(number)) return number;
  return new FunctionFailure(
    `The number ${text.slice(0, 40)} cannot be kept exactly. Quote it, so that it stays a text.`,
  );
}

/** Dates and times become texts of RFC 3339, as Terraform makes them. */
function resolveTimestamp(text: string): string | undefined {
  const match = timestampForm.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const midnight = secondsOfDate(year, month, day);
  const [hour = 0, minute = 0, second = 0] = match
    .slice(4, 7)
    .map((part) => Number((part as string | undefined) ?? 0));
  if (midnight === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const [, , , , , , , , sign, offsetHours = "0", offsetRest = "0"] = match;
  const offsetMinutes = (Number(offsetHours) * 60 + Number(offsetRest)) * (sign === "-" ? -1 : 1);
  const seconds = midnight + hour * 3600 + minute * 60 + second - offsetMinutes * 60;
  return formatTimestamp({ seconds, nanoseconds: 0, offsetMinutes });
}

/** With a T a zone must follow, with a space none may. */
const timestampForm =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](?=.*(?:Z|[-+]\d\d:\d\d)$)| (?!.*(?:Z|[-+]\d\d:\d\d)$))(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(Z|([-+])(\d\d):(\d\d))?)?$/;
