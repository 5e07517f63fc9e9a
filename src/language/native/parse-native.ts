import type { WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import { inSourceOrder } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { Body } from "../body.ts";
import { languageCodes } from "../codes.ts";
import type { Expression } from "../expression.ts";
import { parseFileBody } from "./body-parser.ts";
import type { FileBody } from "./body-parser.ts";
import { parseExpression } from "./expression-parser.ts";
import { parseBareTemplate } from "./template-parser.ts";
import type { NativeSource } from "./token-cursor.ts";
import { TokenCursor } from "./token-cursor.ts";
import { TopLevelHeaders } from "./top-level-headers.ts";

/** Parses a file in HCL's native syntax. The body holds whatever could be read; `diagnostics` are in source order. */
export function parseNative(file: SourceFile): WithDiagnostics<Body> {
  const { text } = file;
  const source = { file, text, start: text.startsWith("\ufeff") ? 1 : 0, limit: text.length };
  const byBraces = parseWith(source, undefined);
  return byBraces.isSwallowed ? parseWith(source, new TopLevelHeaders(text, text.length)) : byBraces;
}

function parseWith(
  source: NativeSource,
  headers: TopLevelHeaders | undefined,
): WithDiagnostics<Body> & Pick<FileBody, "isSwallowed"> {
  const cursor = new TokenCursor(source);
  const { body, isSwallowed } = parseFileBody(cursor, headers);
  return { value: body, diagnostics: inSourceOrder(cursor.diagnostics), isSwallowed };
}

/** Parses a text that is one expression and nothing else. Newlines in it separate nothing. */
export function parseExpressionSource(source: NativeSource): WithDiagnostics<Expression> {
  const cursor = new TokenCursor(source);
  cursor.ignoreNewlines();
  cursor.advance();
  const value = parseExpression(cursor);
  if (!cursor.at("end")) {
    cursor.fail({
      code: languageCodes.missingSeparator,
      summary: "Extra characters after expression",
      detail: "One expression is expected here, and it ends before this place. Remove what follows it.",
      subject: cursor.tokenRange(),
    });
  }
  return { value: cursor.failed ? cursor.invalid(source.start) : value, diagnostics: cursor.diagnostics };
}

/** Parses a text as a template without quotes: `${…}` and `%{…}` have their meaning, backslashes have none. */
export function parseTemplateSource(source: NativeSource): WithDiagnostics<Expression> {
  const cursor = new TokenCursor(source);
  const value = parseBareTemplate(cursor, parseExpression);
  return { value, diagnostics: cursor.diagnostics };
}
