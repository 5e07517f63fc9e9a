import { MAX_TEXT_LENGTH } from "../limits.ts";
import { isList } from "../value.ts";
import type { Value } from "../value.ts";
import { formatText } from "./format-text.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { splitGraphemes } from "./graphemes.ts";
import { toLowerCase, toTitleCase, toUpperCase } from "./letter-case.ts";
import { anything, define1, define2, define3, defineRest, integer, text, textList } from "./parameter.ts";
import { tooLong } from "./too-long.ts";

/** Functions on texts. Positions and lengths count grapheme clusters: what a reader calls characters. */
export const textFunctions: Readonly<Record<string, EagerFunction>> = {
  upper: define1(text("text"), toUpperCase),
  lower: define1(text("text"), toLowerCase),
  title: define1(text("text"), toTitleCase),
  trim: define2(text("text"), text("characters"), (value, characters) =>
    trimStart(trimEnd(value, characters), characters),
  ),
  trimspace: define1(text("text"), (value) => trimSpace(value)),
  trimprefix: define2(text("text"), text("prefix"), (value, prefix) =>
    prefix !== "" && value.startsWith(prefix) ? value.slice(prefix.length) : value,
  ),
  trimsuffix: define2(text("text"), text("suffix"), (value, suffix) =>
    suffix !== "" && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  split: define2(text("separator"), text("text"), (separator, value) =>
    separator === "" ? Array.from(value) : value.split(separator),
  ),
  join: {
    ...defineRest(text("separator"), textList("lists"), (separator, lists) =>
      joinTexts(separator, lists.flat()),
    ),
    requiredCount: 2,
  },
  format: defineRest(text("format"), anything("values"), formatText),
  formatlist: defineRest(text("format"), anything("values"), formatEach),
  substr: define3([text("text"), integer("offset"), integer("length")], substring),
  strrev: define1(text("text"), (value) => splitGraphemes(value).reverse().join("")),
  startswith: define2(text("text"), text("prefix"), (value, prefix) => value.startsWith(prefix)),
  endswith: define2(text("text"), text("suffix"), (value, suffix) => value.endsWith(suffix)),
  strcontains: define2(text("text"), text("part"), (value, part) => value.includes(part)),
  indent: define2(integer("spaces"), text("text"), indent),
  chomp: define1(text("text"), (value) => value.replace(/[\r\n]+$/, "")),
};

/** What Unicode calls white space; JavaScript's trim takes the byte order mark away as well. */
const spaceForm = /[\t-\r \u0085\p{Z}]/u;

function trimSpace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && spaceForm.test(value.charAt(start))) start += 1;
  while (end > start && spaceForm.test(value.charAt(end - 1))) end -= 1;
  return value.slice(start, end);
}

function trimStart(value: string, characters: string): string {
  const removed = new Set(characters);
  const kept = Array.from(value);
  const start = kept.findIndex((character) => !removed.has(character));
  return start < 0 ? "" : kept.slice(start).join("");
}

function trimEnd(value: string, characters: string): string {
  const removed = new Set(characters);
  const kept = Array.from(value);
  const end = kept.findLastIndex((character) => !removed.has(character));
  return kept.slice(0, end + 1).join("");
}

function joinTexts(separator: string, texts: readonly string[]): Value | FunctionFailure {
  const length = texts.reduce((sum, { length: own }) => sum + own + separator.length, 0);
  return length > MAX_TEXT_LENGTH ? tooLong() : texts.join(separator);
}

/** A negative offset counts from the end; a negative length means the rest of the text. */
function substring(value: string, offset: number, length: number): string {
  const characters = splitGraphemes(value);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}

function indent(spaces: number, value: string): Value | FunctionFailure {
  if (spaces < 0) return new FunctionFailure("The number of spaces must not be negative. Give 0 or more.", 0);
  const lines = value.split("\n");
  if (value.length + lines.length * spaces > MAX_TEXT_LENGTH) return tooLong();
  return lines.join(`\n${" ".repeat(spaces)}`);
}

/** One text for each element of the lists; values that are no lists are the same in all of them. */
function formatEach(format: string, values: readonly Value[]): Value | FunctionFailure {
  const lengths = values.flatMap((value, index) => (isList(value) ? [{ length: value.length, index }] : []));
  const count = lengths[0]?.length ?? 1;
  const odd = lengths.find(({ length }) => length !== count);
  if (odd)
    return new FunctionFailure(
      `This list has ${odd.length} elements, the first has ${count}. Give lists of one length.`,
      odd.index + 1,
    );
  const results: Value[] = [];
  let total = 0;
  for (let position = 0; position < count; position += 1) {
    const result = formatText(
      format,
      values.map((value) => (isList(value) ? (value[position] ?? null) : value)),
    );
    if (result instanceof FunctionFailure) return result;
    total += typeof result === "string" ? result.length : 0;
    if (total > MAX_TEXT_LENGTH) return tooLong();
    results.push(result);
  }
  return results;
}
