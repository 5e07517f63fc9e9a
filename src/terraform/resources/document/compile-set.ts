import { toApiEntries, toApplyBody } from "../../../client/api-documents.ts";
import type { PlanRequest } from "../../../client/api-types.ts";
import { compile } from "../../../compile.ts";
import { hasErrors } from "../../../diagnostics/diagnostic.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";
import type { CtyMap } from "../../wire/value/cty-value.ts";
import { compilerDiagnostics, reportOf } from "./compiler-diagnostics.ts";
import type { DocumentConfig } from "./document-config.ts";
import { loadDocumentSet } from "./load-document-set.ts";
import type { DocumentSource } from "./load-document-set.ts";
import { undeclaredVariables } from "./undeclared-variables.ts";
import { shownEntries } from "./shown-entries.ts";

/** A set that was read and compiled here. */
export interface CompiledSet {
  readonly source: DocumentSource;
  /** As it is sent to the agent. */
  readonly body: PlanRequest;
  readonly entries: CtyMap;
  /** What is wrong whatever other sets there are: a name that is missing here may be declared in another. */
  readonly diagnostics: readonly ProviderDiagnostic[];
}

/**
 * What would be sent, when that can be told without compiling: only a compile knows which files expressions read.
 * Undefined when they may read some, or when a document cannot be read.
 */
export function uncompiledBody(
  source: DocumentSource,
  variables: DocumentConfig["variables"],
): PlanRequest | undefined {
  const { documents, diagnostics } = loadDocumentSet(source, variables);
  const texts = [...documents.files, ...[...(documents.modules?.values() ?? [])].flat()];
  const mayRead = texts.some(({ text }) => /file\w*\s*\(/.test(text));
  return mayRead || hasErrors(diagnostics) ? undefined : toApplyBody(documents);
}

export function compileSet(source: DocumentSource, variables: DocumentConfig["variables"]): CompiledSet {
  const { documents, diagnostics: unread } = loadDocumentSet(source, variables);
  const compiled = compile([{ ...documents, isPartial: true }]);
  // What could not be read is said once; what follows from it is not.
  const found = hasErrors(unread) ? unread : [...unread, ...compiled.diagnostics];
  return {
    source,
    body: toApplyBody(documents),
    entries: shownEntries(toApiEntries(compiled.entries[0] ?? [])),
    diagnostics: [
      ...compilerDiagnostics(reportOf(found), source),
      ...(hasErrors(found) ? [] : undeclaredVariables(documents)),
    ],
  };
}
