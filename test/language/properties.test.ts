import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Expression } from "../../src/language/expression.ts";
import { evaluate } from "../../src/language/evaluate.ts";
import { rangeAt } from "../../src/language/range-at.ts";
import { traversalsOf } from "../../src/language/traversals-of.ts";
import { toJson } from "../../src/language/value.ts";
import type { JsonValue } from "../../src/language/value.ts";
import { parseText, testScope } from "./language-fixtures.ts";

const pieces = fc.constantFrom(
  ...[
    "a",
    "b",
    "for",
    "in",
    "if",
    "1",
    "1.5",
    '"',
    '"x"',
    "${",
    "%{",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    "=",
    "==",
    "=>",
    ":",
    "::",
  ],
  ...[
    ",",
    ".",
    "...",
    "*",
    "+",
    "-",
    "!",
    "&&",
    "?",
    "\n",
    "\n",
    " ",
    " ",
    "<<E\n",
    "\nE\n",
    "#",
    "/*",
    "*/",
    "\\",
    "~",
    "é",
    "\0",
  ],
);
const sources = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

describe("any text", () => {
  test.each(["test.hcl", "test.json"])(
    "is parsed and evaluated without throwing, with ranges inside the file: %s",
    (filename) => {
      fc.assert(
        fc.property(sources, (text) => {
          const { body, diagnostics } = parseText(text, filename);
          const attributes = body.justAttributes();
          const evaluated = [...attributes.value.values()].flatMap(({ expression }) => {
            traversalsOf(expression);
            return [...evaluate(expression, testScope).diagnostics];
          });
          for (const diagnostic of [...diagnostics, ...attributes.diagnostics, ...evaluated])
            expectInside(diagnostic, text);
        }),
        { numRuns: 3000 },
      );
    },
  );

  test("a file without syntax errors loses nothing: its argument ranges are disjoint and in order", () => {
    fc.assert(
      fc.property(sources, (text) => {
        const { body, diagnostics } = parseText(text);
        if (diagnostics.length > 0) return;
        let end = 0;
        for (const { range } of body.justAttributes().value.values()) {
          expect(range.start).toBeGreaterThanOrEqual(end);
          end = range.end;
        }
      }),
    );
  });
});

function expectInside({ subject, context, related }: Diagnostic, text: string): void {
  for (const range of [subject, context, ...related.map((other) => other.range)]) {
    if (!range) continue;
    expect(range.start).toBeGreaterThanOrEqual(0);
    expect(range.end).toBeGreaterThanOrEqual(range.start);
    expect(range.end).toBeLessThanOrEqual(text.length);
  }
}

// However a text is typed, its value is in composed form.
const texts = fc.string({ unit: "grapheme" }).map((text) => text.normalize("NFC"));

const scalars = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.maxSafeInteger(),
  // Whole numbers beyond the safe ones are refused; a table says how.
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => value + 0)
    .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value)),
  texts,
);
const { value: literals } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalars,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(texts, tie("value"), { maxKeys: 4 }),
  ),
}));

describe("any literal", () => {
  test("evaluates to the value it was written from", () => {
    fc.assert(
      fc.property(literals, (value) => {
        const expression = expressionOf(parseText(`a = ${write(value)}\n`));
        const { value: evaluated, diagnostics } = evaluate(expression, testScope);
        expect(diagnostics).toEqual([]);
        expect(JSON.stringify(toJson(evaluated))).toBe(JSON.stringify(value));
      }),
    );
  });

  test("is the same in JSON", () => {
    fc.assert(
      fc.property(literals, (value) => {
        const json = JSON.stringify(value, (_key, member: unknown) =>
          typeof member === "string" ? escapeTemplate(member) : member,
        );
        fc.pre(!/[$%]\{[^"]*":/.test(json));
        const expression = expressionOf(parseText(`{"a": ${json}}`, "test.json"));
        expect(JSON.stringify(toJson(evaluate(expression, testScope).value))).toBe(JSON.stringify(value));
      }),
    );
  });

  test("has each of its elements at the range where that is written", () => {
    fc.assert(
      fc.property(fc.array(literals, { minLength: 1, maxLength: 5 }), fc.nat(), (elements, choice) => {
        const index = choice % elements.length;
        const { range } = {
          range: rangeAt(expressionOf(parseText(`a = ${write({ x: elements })}\n`)), ["x", index]),
        };
        expect(range.file.text.slice(range.start, range.end)).toBe(write(elements[index] ?? null));
      }),
    );
  });
});

function expressionOf({ body, diagnostics }: ReturnType<typeof parseText>): Expression {
  const attribute = body.justAttributes().value.get("a");
  if (!attribute || diagnostics.length > 0) throw new Error(diagnostics.map(({ summary }) => summary).join());
  return attribute.expression;
}

function escapeTemplate(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

/** A value as native syntax. */
function write(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, member]) => `${quote(key)} = ${write(member)}`)
      .join(", ")}}`;
  }
  return typeof value === "string" ? quote(value) : String(value);
}

function quote(text: string): string {
  const escaped = escapeTemplate(text).replace(/[\\"\n\r\t]/g, (character) =>
    JSON.stringify(character).slice(1, -1),
  );
  return `"${escaped}"`;
}
