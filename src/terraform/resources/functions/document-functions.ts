import { toApiEntries } from "../../../client/api-documents.ts";
import { compile } from "../../../compile.ts";
import { hasErrors } from "../../../diagnostics/diagnostic.ts";
import type { VariableInput } from "../../../language/document-set-scope.ts";
import type { FunctionParameter, ProviderFunction } from "../../framework/provider.ts";
import { ctyDynamic, ctyList, ctyMap, ctyNumber, ctyObject, ctyString } from "../../wire/value/cty-type.ts";
import { isCtyMap } from "../../wire/value/cty-value.ts";
import type { CtyValue } from "../../wire/value/cty-value.ts";
import { compilerDiagnostics, reportOf } from "../document/compiler-diagnostics.ts";
import { loadDocumentSet } from "../document/load-document-set.ts";
import type { DocumentSource } from "../document/load-document-set.ts";
import { shownEntries } from "../document/shown-entries.ts";
import { dynamicMembers, toLanguageValue } from "../language-value.ts";

const parameters: readonly FunctionParameter[] = [
  {
    name: "files",
    type: ctyMap(ctyString),
    description: "The texts of a set by file name, as in the attribute `files` of `mesh_document`.",
  },
  {
    name: "variables",
    type: ctyDynamic,
    description: "Values of the documents' variables, by name; `{}` or null for none.",
    allowsNull: true,
  },
];

/** `compile(files, variables)`: the entries of a set, or an error at the line that is wrong. */
export const compileFunction: ProviderFunction = {
  summary: "The entries that documents declare",
  description:
    'Compiles a set on its own, without an agent, and returns its entries: by kind and name (`service "web"`), each as JSON. Sensitive values are replaced. Documents with a mistake are an error.',
  parameters,
  returns: ctyMap(ctyString),
  call: (args) => {
    const { compilation, source, unread } = compileArguments(args);
    const found = [...unread, ...compilation.diagnostics];
    const [first] = compilerDiagnostics(reportOf(found), source).filter(
      ({ severity }) => severity === "error",
    );
    if (first) return { kind: "error", text: `${first.summary}\n\n${first.detail}`, argument: 0 };
    return { kind: "value", value: shownEntries(toApiEntries(compilation.entries[0] ?? [])) };
  },
};

/** `validate(files, variables)`: everything that is wrong with a set. */
export const validateFunction: ProviderFunction = {
  summary: "What is wrong with documents",
  description:
    "Compiles a set on its own, without an agent, and returns what is wrong with it: a list of objects, empty when nothing is. For checks and tests; a `mesh_document` says the same by itself.",
  parameters,
  returns: ctyList(
    ctyObject({
      code: ctyString,
      severity: ctyString,
      summary: ctyString,
      detail: ctyString,
      filename: ctyString,
      line: ctyNumber,
    }),
  ),
  call: (args) => {
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
  },
};

function compileArguments([files, variables]: readonly CtyValue[]) {
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
