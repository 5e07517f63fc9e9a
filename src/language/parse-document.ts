import { error } from "../diagnostics/diagnostic.ts";
import type { WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../diagnostics/source-file.ts";
import type { Body } from "./body.ts";
import { languageCodes } from "./codes.ts";
import { parseJson } from "./json/parse-json.ts";
import { MAX_SOURCE_LENGTH } from "./limits.ts";
import { unreadBody } from "./native/native-body.ts";
import { parseNative } from "./native/parse-native.ts";

const parsedDocuments = new WeakMap<SourceFile, WithDiagnostics<Body>>();

/**
 * Parses a document: HCL's JSON syntax in files named `*.json`, its native syntax in all others. The body holds all that
 * could be read; syntax errors are in source order, one for each mistake. However many stages ask, a file is parsed once.
 */
export function parseDocument(file: SourceFile): WithDiagnostics<Body> {
  const known = parsedDocuments.get(file);
  if (known) return known;
  const parsed = parse(file);
  parsedDocuments.set(file, parsed);
  return parsed;
}

function parse(file: SourceFile): WithDiagnostics<Body> {
  if (file.text.length > MAX_SOURCE_LENGTH) return tooLarge(file);
  return file.filename.toLowerCase().endsWith(".json") ? parseJson(file) : parseNative(file);
}

function tooLarge(file: SourceFile): WithDiagnostics<Body> {
  const start = { file, start: 0, end: 0 };
  const diagnostic = error({
    code: languageCodes.tooLarge,
    summary: "File too large",
    detail: `The file has more than ${MAX_SOURCE_LENGTH} characters. Split it: the files of a directory are read as one document.`,
    subject: start,
  });
  return { value: unreadBody(start), diagnostics: [diagnostic] };
}

/** Stands for documents that could not be read: nothing is known of what they declare. */
export const unreadDocument: Body = unreadBody({ file: { filename: "", text: "" }, start: 0, end: 0 });
