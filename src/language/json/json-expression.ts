import type { Node } from "jsonc-parser";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, SourceRange } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import type { Expression, ObjectItem } from "../expression.ts";
import { parseTemplateSource } from "../native/parse-native.ts";
import { readNumber } from "../read-number.ts";
import { textSourceAt } from "./text-source.ts";

/** The place of a JSON value in its file. */
export function nodeRange(file: SourceFile, node: Node): SourceRange {
  return { file, start: node.offset, end: node.offset + node.length };
}

/**
 * A JSON value as an expression: texts and property names are templates, everything else is itself.
 *
 * Source: HCL JSON syntax specification, "Expressions".
 */
export function jsonExpression(file: SourceFile, node: Node, diagnostics: Diagnostic[]): Expression {
  const range = nodeRange(file, node);
  switch (node.type) {
    case "string":
      return jsonTemplate(file, node, diagnostics);
    case "number":
      return jsonNumber(file, node, diagnostics);
    case "boolean":
      return { kind: "literal", value: node.value === true, range };
    case "null":
      return { kind: "literal", value: null, range };
    case "array":
      return {
        kind: "tuple",
        elements: (node.children ?? []).map((child) => jsonExpression(file, child, diagnostics)),
        range,
      };
    case "object":
      return { kind: "object", items: jsonItems(file, node, diagnostics), range };
    case "property":
      return { kind: "invalid", range };
  }
}

function jsonItems(file: SourceFile, node: Node, diagnostics: Diagnostic[]): readonly ObjectItem[] {
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key && value
      ? [{ key: jsonTemplate(file, key, diagnostics), value: jsonExpression(file, value, diagnostics) }]
      : [],
  );
}

function jsonTemplate(file: SourceFile, node: Node, diagnostics: Diagnostic[]): Expression {
  const text = typeof node.value === "string" ? node.value : "";
  const range = nodeRange(file, node);
  if (!text.includes("${") && !text.includes("%{")) return { kind: "literal", value: text, range };
  const parsed = parseTemplateSource(textSourceAt(file, node.offset, text));
  diagnostics.push(...parsed.diagnostics);
  return { ...parsed.value, range };
}

function jsonNumber(file: SourceFile, node: Node, diagnostics: Diagnostic[]): Expression {
  const range = nodeRange(file, node);
  const numberText = file.text.slice(range.start, range.end);
  const value = readNumber(numberText);
  if (typeof value === "number") return { kind: "literal", value, numberText, range };
  diagnostics.push(
    error({
      code: languageCodes.inexactNumber,
      summary: "Number too large",
      detail:
        "This number cannot be kept exactly: whole numbers reach to 9007199254740992 safely. Write it as a quoted text if it is an identifier.",
      subject: range,
    }),
  );
  return { kind: "invalid", range };
}
