import type { Diagnostic } from "./diagnostic.ts";
import { inSourceOrder } from "./diagnostic.ts";
import { positionAt } from "./source-file.ts";
import type { SourceRange } from "./source-file.ts";

/**
 * Diagnostics as a JUnit report, which most build servers show: each error is a failed test, each warning or hint one that
 * passed and says something, and each document without an error a test that passed.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function writeJunit(diagnostics: readonly Diagnostic[], filenames: readonly string[]): string {
  const failing = new Set(
    diagnostics.filter(({ severity }) => severity === "error").map(({ subject }) => subject?.file.filename),
  );
  const cases = [
    ...filenames.filter((filename) => !failing.has(filename)).map(passedCase),
    ...inSourceOrder(diagnostics).map(diagnosticCase),
  ];
  const failures = diagnostics.filter(({ severity }) => severity === "error").length;
  const counts = attributes({ name: "mesh validate", tests: cases.length, failures, errors: 0 });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${counts}>`,
    `  <testsuite${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}

function passedCase(filename: string): string {
  return `    <testcase${attributes({ name: filename, classname: "mesh.validate" })}/>`;
}

function diagnosticCase({ severity, code, summary, detail, subject, related }: Diagnostic): string {
  const place = subject ? placeOf(subject) : undefined;
  const open = `    <testcase${attributes({
    name: place ? `${code} ${place.text}` : code,
    classname: "mesh.validate",
    ...(place && { file: place.filename, line: place.line }),
  })}>`;
  const notes = related.map(({ message, range }) => `${placeOf(range).text}: ${message}`);
  const text = [...(place ? [place.text] : []), detail, ...notes].join("\n");
  const content =
    severity === "error"
      ? `<failure${attributes({ message: summary, type: code })}>${escaped(text)}</failure>`
      : `<system-out>${escaped(`${severity}: ${summary}\n${text}`)}</system-out>`;
  return `${open}\n      ${content}\n    </testcase>`;
}

function placeOf({ file, start }: SourceRange): {
  readonly filename: string;
  readonly line: number;
  readonly text: string;
} {
  const { line, column } = positionAt(file, start);
  return { filename: file.filename, line, text: `${file.filename}:${line}:${column}` };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll("\n", "&#10;")}"`)
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

// Production [2] Char of XML 1.0: what else may not even be written as a character reference.
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text
    .replace(forbidden, "\ufffd")
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll("\r", "&#13;");
}
