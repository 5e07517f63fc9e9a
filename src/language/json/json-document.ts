import { parseTree, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import { lineIndexAt } from "../../diagnostics/source-file.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import { MAX_NESTING } from "../limits.ts";
import { damageAt, noDamage, unknownStructure } from "./json-damage.ts";
import type { JsonDamage } from "./json-damage.ts";

export interface JsonTree extends WithDiagnostics<Node | undefined> {
  readonly damage: JsonDamage;
}

/** The tree of a JSON file; undefined when there is nothing to go on. Comments and trailing commas are errors. */
export function parseJsonTree(file: SourceFile): JsonTree {
  const tooDeep = offsetBeyondDepth(file.text);
  if (tooDeep !== undefined) {
    return { value: undefined, diagnostics: [nestedTooDeeply(file, tooDeep)], damage: unknownStructure };
  }
  const errors: ParseError[] = [];
  const text = file.text.startsWith("\ufeff") ? ` ${file.text.slice(1)}` : file.text;
  const value = parseTree(text, errors, {
    disallowComments: true,
    allowTrailingComma: false,
    allowEmptyContent: false,
  });
  return { value, diagnostics: describeErrors(file, errors), damage: damageOf(value, file, errors) };
}

function damageOf(root: Node | undefined, file: SourceFile, errors: readonly ParseError[]): JsonDamage {
  if (errors.length === 0) return noDamage;
  const end = file.text.trimEnd().length;
  const isStructural = ({ error: code, offset }: ParseError): boolean =>
    offset >= end || structuralErrors.has(printParseErrorCode(code));
  if (!root || errors.some(isStructural)) return unknownStructure;
  return damageAt(
    root,
    errors.map(({ offset }) => offset),
  );
}

const structuralErrors: ReadonlySet<string> = new Set([
  "CloseBraceExpected",
  "CloseBracketExpected",
  "EndOfFileExpected",
]);

/**
 * One diagnostic for each line with errors, since the parser's later words on a line follow from the first, as do its
 * words on the end of the file from any.
 */
function describeErrors(file: SourceFile, errors: readonly ParseError[]): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  let lastLine = -1;
  const end = file.text.trimEnd().length;
  for (const parseError of errors) {
    const line = lineIndexAt(file, parseError.offset);
    if (line === lastLine || (diagnostics.length > 0 && parseError.offset >= end)) continue;
    lastLine = line;
    diagnostics.push(describeError(file, parseError));
  }
  return diagnostics;
}

function describeError(file: SourceFile, { error: errorCode, offset, length }: ParseError): Diagnostic {
  const subject = { file, start: offset, end: Math.min(offset + Math.max(length, 1), file.text.length) };
  const name = printParseErrorCode(errorCode);
  if (name === "InvalidCommentToken" || name === "UnexpectedEndOfComment") {
    return error({
      code: languageCodes.jsonComment,
      summary: "Comment in JSON",
      detail:
        'JSON has no comments. Write it as a property named "//", which is ignored, or use the native syntax in an .hcl file.',
      subject,
    });
  }
  if (isTrailingComma(file.text, offset)) {
    return error({
      code: languageCodes.jsonTrailingComma,
      summary: "Trailing comma in JSON",
      detail: "No comma may stand before a closing bracket. Remove it.",
      subject: {
        file,
        start: file.text.lastIndexOf(",", offset),
        end: file.text.lastIndexOf(",", offset) + 1,
      },
    });
  }
  const { summary, detail } = words[name] ?? words.InvalidSymbol;
  return error({ code: languageCodes.invalidJson, summary, detail, subject });
}

function isTrailingComma(text: string, offset: number): boolean {
  const closes = text[offset] === "}" || text[offset] === "]";
  let before = offset - 1;
  while (" \t\r\n".includes(text[before] ?? "x")) before -= 1;
  return closes && text[before] === ",";
}

interface Words {
  readonly summary: string;
  readonly detail: string;
}

const words: Readonly<Record<string, Words>> & { readonly InvalidSymbol: Words } = {
  InvalidSymbol: {
    summary: "Invalid JSON value",
    detail:
      "A value is a text in double quotes, a number, true, false, null, a list or an object. Write one of these.",
  },
  InvalidNumberFormat: {
    summary: "Invalid number",
    detail: "A number has digits, at most one point and one exponent, and no leading zero. Correct it.",
  },
  PropertyNameExpected: {
    summary: "Property name expected",
    detail:
      "An object holds properties, each a name in double quotes, a colon and a value. Add the name here.",
  },
  ValueExpected: {
    summary: "Value expected",
    detail: "A value must stand here. Add one, or remove what precedes it.",
  },
  ColonExpected: {
    summary: "Missing colon",
    detail: "A colon must stand between a property's name and its value. Add it here.",
  },
  CommaExpected: {
    summary: "Missing comma",
    detail: "A comma must stand between two items. Add it before this one.",
  },
  CloseBraceExpected: {
    summary: "Unclosed object",
    detail: 'The object is not closed here. Add "}", or a comma if more properties follow.',
  },
  CloseBracketExpected: {
    summary: "Unclosed list",
    detail: 'The list is not closed here. Add "]", or a comma if more items follow.',
  },
  EndOfFileExpected: {
    summary: "Extra characters after value",
    detail: "A JSON file holds one value, and it ends before this place. Remove what follows it.",
  },
  UnexpectedEndOfString: {
    summary: "Unclosed text",
    detail: "A text ends on the line it begins on. Close it with a double quote.",
  },
  UnexpectedEndOfNumber: { summary: "Invalid number", detail: "This number breaks off. Complete it." },
  InvalidUnicode: {
    summary: "Invalid escape sequence",
    detail: 'Behind "\\u" stand four hexadecimal digits. Correct them.',
  },
  InvalidEscapeCharacter: {
    summary: "Invalid escape sequence",
    detail: 'Behind a backslash may stand ", \\, /, b, f, n, r, t or u. Write a backslash itself as "\\\\".',
  },
  InvalidCharacter: {
    summary: "Invalid character",
    detail: "Control characters may not stand in a text. Write them as escapes, such as \\t.",
  },
};

/**
 * Where brackets are first nested too deeply; those inside texts do not count. A closing one of the wrong kind closes
 * nothing, because the parser passes over it and stays where it is.
 */
function offsetBeyondDepth(text: string): number | undefined {
  const open: number[] = [];
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE || character === NEWLINE) inText = character === QUOTE && !inText;
    else if (inText) at += character === BACKSLASH ? 1 : 0;
    else if (character === OPEN_BRACKET || character === OPEN_BRACE) open.push(character);
    else if (character === CLOSE_BRACKET && open.at(-1) === OPEN_BRACKET) open.pop();
    else if (character === CLOSE_BRACE && open.at(-1) === OPEN_BRACE) open.pop();
    if (open.length > MAX_NESTING) return at;
  }
  return undefined;
}

const NEWLINE = 10;
const QUOTE = 34;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

function nestedTooDeeply(file: SourceFile, offset: number): Diagnostic {
  return error({
    code: languageCodes.tooDeep,
    summary: "Nested too deeply",
    detail: `More than ${MAX_NESTING} levels of nesting are not supported. Give a name to the inner part with a local and refer to it.`,
    subject: { file, start: offset, end: offset + 1 },
  });
}
