import type { Entry } from "../config/entry.ts";
import type { DocumentSet } from "../compile.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { fromJson, toJson } from "../language/value.ts";
import type { ApiEntry, ApiJson, ApiVariable, ApplyRequest } from "./api-types.ts";

/** A document set as it travels to an agent; variables sorted by name, so that equal sets are equal texts. */
export function toApplyBody({
  files,
  variables,
}: DocumentSet): Pick<ApplyRequest, "documents" | "variables"> {
  const sorted = [...variables].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    documents: files.map(({ filename, text }) => ({ filename, text })),
    variables: sorted.map(([name, input]) => toApiVariable(name, input)),
  };
}

/** The document set that was sent. */
export function toDocumentSet({
  documents,
  variables,
}: Pick<ApplyRequest, "documents" | "variables">): DocumentSet {
  return {
    files: documents.map(({ filename, text }) => ({ filename, text })),
    variables: new Map(variables.map((variable) => [variable.name, toVariableInput(variable)])),
  };
}

/** Entries as the API tells of them. */
export function toApiEntries(entries: readonly Entry[]): readonly ApiEntry[] {
  return entries.map(({ kind, name, value }) => ({ kind, name, value: asJson(value) }));
}

function toApiVariable(name: string, input: VariableInput): ApiVariable {
  return input.kind === "text"
    ? { name, origin: input.origin, text: input.text }
    : { name, origin: input.origin, value: toJson(input.value) };
}

function toVariableInput(variable: ApiVariable): VariableInput {
  // Whether a name is declared was judged where the command ran; here a stray value does no harm.
  const common = { origin: variable.origin, whenUndeclared: "ignore" } as const;
  return "text" in variable
    ? { ...common, kind: "text", text: variable.text }
    : { ...common, kind: "value", value: fromJson(variable.value) };
}

/** An entry's value is JSON by construction; its generated type only does not say so. */
function asJson(value: object): ApiJson {
  return value as unknown as ApiJson;
}
