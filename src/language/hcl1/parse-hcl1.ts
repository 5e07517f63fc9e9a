import { error, inSourceOrder } from "../../diagnostics/diagnostic.ts";
import type { WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import { MAX_SOURCE_LENGTH } from "../limits.ts";
import { TopLevelHeaders } from "../native/top-level-headers.ts";
import { parseDocumentObject } from "./document-parser.ts";
import type { DocumentObject } from "./document-parser.ts";
import { Hcl1Cursor } from "./hcl1-cursor.ts";
import type { Hcl1Object } from "./hcl1-tree.ts";
import { isJsonText } from "./is-json-text.ts";
import { parseJsonMembers } from "./json-members.ts";

/**
 * Parses a document in Consul's HCL1, or in JSON when the file is named `*.json` or begins with a brace. The object
 * holds all that could be read; syntax errors are in source order, one for each mistake.
 *
 * The two differ from HCL 2: newlines mean nothing, names may be quoted, an object in a list may hold blocks, a name may
 * be repeated, and there are no expressions.
 *
 * Source: github.com/hashicorp/hcl v1.0.0. Where it accepts what it then drops, this parser reports: the list of such
 * places is in docs/language/conformance.md.
 */
export function parseHcl1(file: SourceFile): WithDiagnostics<Hcl1Object> {
  if (file.text.length > MAX_SOURCE_LENGTH) return tooLarge(file);
  if (isJsonText(file)) return parseJsonMembers(file);
  const { text } = file;
  const byBrackets = parseWith(file, undefined);
  if (!byBrackets.isSwallowed) return byBrackets;
  return parseWith(file, new TopLevelHeaders(text, text.length, memberForm));
}

/** A member at the margin, which is an object or a field; or a heredoc. */
const memberForm =
  /^(?:[\p{L}_][\p{L}\p{Nd}_.-]*|"[^"\n]*")[ \t]*[={]|<<-?([\p{L}_][\p{L}\p{Nd}_]*)[ \t]*\r?$/gmu;

function parseWith(
  file: SourceFile,
  headers: TopLevelHeaders | undefined,
): WithDiagnostics<Hcl1Object> & Pick<DocumentObject, "isSwallowed"> {
  const cursor = new Hcl1Cursor(file);
  const { object, isSwallowed } = parseDocumentObject(cursor, headers);
  return { value: object, diagnostics: inSourceOrder(cursor.diagnostics), isSwallowed };
}

function tooLarge(file: SourceFile): WithDiagnostics<Hcl1Object> {
  const start = { file, start: 0, end: 0 };
  const diagnostic = error({
    code: languageCodes.tooLarge,
    summary: "File too large",
    detail: `The file has more than ${MAX_SOURCE_LENGTH} characters. Split it: the files of a directory are read as one document.`,
    subject: start,
  });
  return { value: { kind: "object", members: [], range: start, complete: false }, diagnostics: [diagnostic] };
}
