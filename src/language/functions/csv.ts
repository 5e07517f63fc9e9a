import type { ObjectValue } from "../value.ts";
import { FunctionFailure } from "./function-definition.ts";

/**
 * Rows of CSV as objects, keyed by the first row. Blank lines are skipped, every row has as many fields as the first,
 * and quotes stand around a whole field or, doubled, inside one. Source: RFC 4180.
 */
export function decodeCsv(text: string): readonly ObjectValue[] | FunctionFailure {
  const records = readRecords(text);
  if (records instanceof FunctionFailure) return records;
  const [header, ...rows] = records;
  if (!header) return new FunctionFailure("The text is empty. Its first line must name the columns.", 0);
  const repeated = firstRepeated(header);
  if (repeated !== undefined)
    return new FunctionFailure(`Two columns are named "${repeated}". Give each its own name.`, 0);
  const odd = rows.findIndex((row) => row.length !== header.length);
  if (odd >= 0) {
    return new FunctionFailure(
      `Row ${odd + 1} has ${rows[odd]?.length ?? 0} fields, but there are ${header.length} columns. Give every row a field for each.`,
      0,
    );
  }
  return rows.map((row) => new Map(header.map((name, index) => [name, row[index] ?? ""])));
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}

function readRecords(text: string): readonly (readonly string[])[] | FunctionFailure {
  // Line endings are the same inside quotes and outside.
  const input = text.replaceAll("\r\n", "\n");
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < input.length) {
    if (record.length === 0 && input[at] === "\n") {
      at += 1;
      continue;
    }
    const field = input[at] === '"' ? quotedField(input, at) : plainField(input, at);
    if (field instanceof FunctionFailure) return field;
    record.push(field.text);
    at = field.end;
    const endsRecord = at >= input.length || input[at] === "\n";
    const endsWithEmptyField = input[at] === "," && at + 1 >= input.length;
    if (endsWithEmptyField) record.push("");
    at += 1;
    const beginsEmptyField = !endsRecord && input[at] === "\n";
    if (beginsEmptyField) {
      record.push("");
      at += 1;
    }
    if (!endsRecord && !endsWithEmptyField && !beginsEmptyField) continue;
    records.push(record);
    record = [];
  }
  return records;
}

interface Field {
  readonly text: string;
  /** Of what follows the field: a comma, a newline or the end. */
  readonly end: number;
}

function plainField(input: string, start: number): Field | FunctionFailure {
  plainForm.lastIndex = start;
  const text = plainForm.exec(input)?.[0] ?? "";
  if (!text.includes('"')) return { text, end: start + text.length };
  return new FunctionFailure(
    "A quote stands in the middle of a field. Put quotes around the whole field and double the one inside.",
    0,
  );
}

function quotedField(input: string, start: number): Field | FunctionFailure {
  quotedForm.lastIndex = start;
  const match = quotedForm.exec(input);
  if (!match) return new FunctionFailure('A quoted field is not closed. Close it with ".', 0);
  const end = start + match[0].length;
  if (end >= input.length || input[end] === "," || input[end] === "\n")
    return { text: (match[1] ?? "").replaceAll('""', '"'), end };
  return new FunctionFailure(
    "Something follows a closing quote. End the field there, or double the quote if it is part of the text.",
    0,
  );
}

const plainForm = /[^,\n]*/y;
const quotedForm = /"([^"]*(?:""[^"]*)*)"/y;
