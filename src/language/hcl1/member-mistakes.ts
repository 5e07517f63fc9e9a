import { languageCodes } from "../codes.ts";
import type { Hcl1Cursor } from "./hcl1-cursor.ts";
import type { Hcl1Token } from "./hcl1-token.ts";
import type { Hcl1Key } from "./hcl1-tree.ts";

/** No name stands where a member must begin. `number` is the number that ends directly before this place. */
export function failAtName(cursor: Hcl1Cursor, number: Hcl1Token | undefined): void {
  if (number) {
    failAtUnit(cursor, number);
    return;
  }
  const { text } = cursor.token;
  const quotable = cursor.at("number") || cursor.at("boolean");
  cursor.fail({
    code: languageCodes.invalidItem,
    summary: "Name expected",
    detail: quotable
      ? `A member begins with its name, and "${text}" is a value. Put it in double quotes if it is meant as a name.`
      : 'A member begins with its name, followed by "=" and a value or by "{". Add the name, or remove what stands here.',
    subject: cursor.tokenRange(),
  });
}

/** Neither `=` nor `{` follows the names. */
export function failBehindName(
  cursor: Hcl1Cursor,
  keys: readonly [Hcl1Key, ...Hcl1Key[]],
  number: Hcl1Token | undefined,
): void {
  if (number) {
    failAtUnit(cursor, number);
    return;
  }
  const [name] = keys;
  cursor.fail({
    code: languageCodes.invalidItem,
    summary: "Neither value nor block",
    detail: `A name is followed by "=" and a value, or by "{". Add what "${name.text}" stands for.`,
    subject: name.range,
    related: [found(cursor)],
  });
}

/** `=` follows more than one name. */
export function failAtNames(
  cursor: Hcl1Cursor,
  keys: readonly [Hcl1Key, ...Hcl1Key[]],
  number: Hcl1Token | undefined,
): void {
  if (number) {
    failAtUnit(cursor, number);
    return;
  }
  const [name, second] = keys;
  cursor.fail({
    code: languageCodes.invalidItem,
    summary: 'Missing "="',
    detail: `One name stands before "=", but several stand here. Put "=" behind "${name.text}" if "${second?.text ?? ""}" is its value.`,
    subject: name.range,
    related: [{ message: 'this "=" has several names before it', range: cursor.tokenRange() }],
  });
}

/** No value follows `=`, the token before the current one. */
export function failAtValue(cursor: Hcl1Cursor, memberStart: number): void {
  const { token, previous } = cursor;
  const equals = cursor.range(previous.start, previous.end);
  const isWord = cursor.at("identifier") && !cursor.file.text.slice(previous.end, token.start).includes("\n");
  cursor.fail({
    code: languageCodes.expectedExpression,
    summary: isWord ? "Text without quotes" : "Missing value",
    detail: isWord
      ? `Texts are written in double quotes: "${token.text}". Consul's HCL has no variables, functions or null.`
      : 'A text, a number, true, false, a list or an object must follow "=". Add it.',
    subject: isWord ? cursor.tokenRange() : equals,
    context: cursor.range(memberStart, isWord ? token.end : equals.end),
    ...(!isWord && { related: [found(cursor)] }),
  });
}

/** What stands in a list is no value. */
export function failAtItem(cursor: Hcl1Cursor): void {
  const { text } = cursor.token;
  cursor.fail({
    code: languageCodes.expectedExpression,
    summary: cursor.at("identifier") ? "Text without quotes" : "Invalid element",
    detail: cursor.at("identifier")
      ? `Texts are written in double quotes: "${text}". If it is a member of an object, put braces around the object.`
      : `A list holds texts, numbers, true, false, lists and objects. Remove "${text}", or put braces around the members of an object.`,
    subject: cursor.tokenRange(),
  });
}

/** `10s`: a number and a name that nothing separates. */
function failAtUnit(cursor: Hcl1Cursor, number: Hcl1Token): void {
  // One mistake is enough for one number.
  if (cursor.diagnostics.at(-1)?.subject?.start === number.start) {
    cursor.giveUp(number.start);
    return;
  }
  const { text } = cursor.file;
  unitForm.lastIndex = number.end;
  const end = number.end + (unitForm.exec(text)?.[0].length ?? 0);
  cursor.fail({
    code: languageCodes.invalidNumber,
    summary: "Invalid number",
    detail: `A number has digits, at most one point and one exponent, and no unit. Write a duration or an address as a text: "${text.slice(number.start, end)}".`,
    subject: cursor.range(number.start, end),
    related: [found(cursor)],
  });
}

const unitForm = /[\p{L}\p{Nd}_.-]*/uy;

function found(cursor: Hcl1Cursor) {
  return {
    message: cursor.at("end") ? "the file ends here" : "found this instead",
    range: cursor.tokenRange(),
  };
}
