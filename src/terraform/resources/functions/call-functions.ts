import { toApiEntries } from "../../../client/api-documents.ts";
import { compile } from "../../../compile.ts";
import type { Compilation } from "../../../compile.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import { hasErrors } from "../../../diagnostics/diagnostic.ts";
import type { VariableInput } from "../../../language/document-set-scope.ts";
import type { FunctionResult } from "../../framework/provider.ts";
import { isCtyMap } from "../../wire/value/cty-value.ts";
import type { CtyValue } from "../../wire/value/cty-value.ts";
import { compilerDiagnostics, reportOf } from "../document/compiler-diagnostics.ts";
import { loadDocumentSet } from "../document/load-document-set.ts";
import type { DocumentSource } from "../document/load-document-set.ts";
import { shownEntries } from "../document/shown-entries.ts";
import { dynamicMembers, toLanguageValue } from "../language-value.ts";

/** What `compile` returns. */
export function callCompile(args: readonly CtyValue[]): FunctionResult {
  const compiled = compileArguments(args);
  const { compilation } = compiled;
  const mistake = firstMistake(compiled);
  if (mistake) return mistake;
  return { kind: "value", value: shownEntries(toApiEntries(compilation.entries[0] ?? [])) };
}

/** What `validate` returns. */
export function callValidate(args: readonly CtyValue[]): FunctionResult {
  const { compilation, unread } = compileArguments(args);
  const found = reportOf(hasErrors(unread) ? unread : compilation.diagnostics);
  const value = found
    .filter(({ hint }) => !hint)
    .map(
      ({ code, severity, summary, detail, range }) =>
        new Map<string, CtyValue>([
          ["code", code],
          ["severity", severity],
          ["summary", summary],
          ["detail", detail],
          ["filename", range?.filename ?? null],
          ["line", range?.start.line ?? null],
        ]),
    );
  return { kind: "value", value };
}

/** What stands for a result where the documents have a mistake. */
export function firstMistake({ source, unread, compilation }: CompiledArguments): FunctionResult | undefined {
  const found = reportOf([...unread, ...compilation.diagnostics]);
  const [first] = compilerDiagnostics(found, source).filter(({ severity }) => severity === "error");
  return first && { kind: "error", text: `${first.summary}\n\n${first.detail}`, argument: 0 };
}

export interface CompiledArguments {
  readonly source: DocumentSource;
  /** What could not be read. */
  readonly unread: readonly Diagnostic[];
  readonly compilation: Compilation;
}

/** The set that the first two arguments of every function say. */
export function compileArguments([files, variables]: readonly CtyValue[]): CompiledArguments {
  const texts = isCtyMap(files) ? [...files] : [];
  const known = texts.flatMap(([name, text]) => (typeof text === "string" ? [[name, text] as const] : []));
  const source: DocumentSource = { kind: "files", files: new Map(known) };
  const inputs = [...dynamicMembers(variables)].map(([name, value]): [string, VariableInput] => [
    name,
    { kind: "value", value: toLanguageValue(value), origin: "variables", whenUndeclared: "error" },
  ]);
  const { documents, diagnostics: unread } = loadDocumentSet(source, new Map(inputs));
  return { source, unread, compilation: compile([documents]) };
}
