import type { Entry } from "../config/entry.ts";
import { shownValue } from "../config/shown-value.ts";
import type { SourceFile } from "../diagnostics/source-file.ts";
import type { DocumentSet } from "../compile.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { DocumentReader } from "../language/document-reader.ts";
import type { ReadFile } from "../language/document-reader.ts";
import { filesInMemory } from "../language/files-in-memory.ts";
import { decodeBase64, encodeBase64 } from "../language/functions/base64.ts";
import { markSensitive } from "../language/sensitive.ts";
import { fromJson, isSensitive, toJson } from "../language/value.ts";
import type { ApiEntry, ApiFile, ApiVariable, PlanRequest } from "./api-types.ts";

/**
 * A document set as it travels to an agent; variables sorted by name, so that equal sets are equal texts. The
 * files that its compile has read go with it, so it is to be compiled first.
 */
export function toApplyBody({ files, variables, modules = new Map(), reader }: DocumentSet): PlanRequest {
  const read = reader?.filesRead() ?? [];
  const sorted = [...variables].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    documents: [
      ...files.map(({ filename, text }) => ({ filename, text })),
      ...[...modules].flatMap(([module, documents]) =>
        documents.map(({ filename, text }) => ({ filename, text, module })),
      ),
    ],
    variables: sorted.map(([name, input]) => toApiVariable(name, input)),
    ...(read.length > 0 && { files: read.map(toApiFile) }),
  };
}

/** The document set that was sent. */
export function toDocumentSet({ documents, variables, files: readFiles = [] }: PlanRequest): DocumentSet {
  const files: SourceFile[] = [];
  const modules = new Map<string, SourceFile[]>();
  for (const { filename, text, module } of documents) {
    const file = { filename, text };
    if (module === undefined) files.push(file);
    else modules.set(module, [...(modules.get(module) ?? []), file]);
  }
  return {
    files,
    variables: new Map(variables.map((variable) => [variable.name, toVariableInput(variable)])),
    modules,
    reader: new DocumentReader(filesInMemory(readFiles.map(toReadFile))),
  };
}

/** Entries as the API tells of them. */
export function toApiEntries(entries: readonly Entry[]): readonly ApiEntry[] {
  return entries.map((entry) => ({ kind: entry.kind, name: entry.name, value: shownValue(entry) }));
}

function toApiFile({ path, displayName, bytes }: ReadFile): ApiFile {
  return { path, filename: displayName, ...(bytes && { base64: encodeBase64(bytes) }) };
}

function toReadFile({ path, filename, base64 }: ApiFile): ReadFile {
  return { path, displayName: filename, bytes: base64 === undefined ? undefined : decodeBase64(base64) };
}

function toApiVariable(name: string, input: VariableInput): ApiVariable {
  return input.kind === "text"
    ? { name, origin: input.origin, text: input.text }
    : {
        name,
        origin: input.origin,
        value: toJson(input.value),
        ...(isSensitive(input.value) && { sensitive: true }),
      };
}

function toVariableInput(variable: ApiVariable): VariableInput {
  // Whether a name is declared was judged where the command ran; here a stray value does no harm.
  const common = { origin: variable.origin, whenUndeclared: "ignore" } as const;
  if ("text" in variable) return { ...common, kind: "text", text: variable.text };
  const value = fromJson(variable.value);
  return { ...common, kind: "value", value: variable.sensitive ? markSensitive(value) : value };
}
