import { expect } from "@jest/globals";
import { compile } from "../../src/compile.ts";
import type { Compilation, CompiledMesh } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { positionAt } from "../../src/diagnostics/source-file.ts";
import type { VariableInput } from "../../src/language/document-set-scope.ts";

/** File name → text; a plain text is the one file `mesh.hcl`. */
export type Documents = string | Readonly<Record<string, string>>;

/** Values of variables, as `-var` gives them. */
export type Variables = Readonly<Record<string, string>>;

export function compileDocuments(documents: Documents, variables: Variables = {}): Compilation {
  const files = typeof documents === "string" ? { "mesh.hcl": documents } : documents;
  return compile([
    {
      files: Object.entries(files).map(([filename, text]) => ({ filename, text })),
      variables: new Map(Object.entries(variables).map(([name, text]) => [name, flag(text)])),
    },
  ]);
}

/** The mesh of documents that must be without errors. */
export function compiledMesh(documents: Documents, variables: Variables = {}): CompiledMesh {
  const { mesh, diagnostics } = compileDocuments(documents, variables);
  if (!mesh) throw new Error(diagnostics.map(drawn).join("\n"));
  return mesh;
}

/** Compiles documents and compares everything that is wrong with them, in order, drawn as {@link drawn} does. */
export function checkDocument(documents: Documents, expected: readonly string[]): void {
  expect(compileDocuments(documents).diagnostics.map(drawn)).toEqual(expected);
}

/** `2:3 MESH3004 Weights add up to 90, not 100`; a warning or hint has that word before its summary. */
export function drawn({ code, severity, summary, subject }: Diagnostic): string {
  const kind = severity === "error" ? "" : `${severity} `;
  if (!subject) return `- ${code} ${kind}${summary}`;
  const { line, column } = positionAt(subject.file, subject.start);
  return `${line}:${column} ${code} ${kind}${summary}`;
}

/** The one diagnostic of documents that have exactly one, for tests of its whole text. */
export function onlyDiagnostic(documents: Documents): Diagnostic {
  const { diagnostics } = compileDocuments(documents);
  const [only, ...others] = diagnostics;
  if (!only || others.length > 0) throw new Error(`not one diagnostic: ${diagnostics.map(drawn).join("\n")}`);
  return only;
}

/** What each range underlines, for comparing subjects and related places as text. */
export function underlined({ subject, related }: Diagnostic): {
  readonly subject: string | undefined;
  readonly related: readonly string[];
} {
  return {
    subject: subject?.file.text.slice(subject.start, subject.end),
    related: related.map(
      ({ message, range }) => `${message} ${range.file.text.slice(range.start, range.end)}`,
    ),
  };
}

function flag(text: string): VariableInput {
  return { kind: "text", text, origin: "-var", whenUndeclared: "error" };
}
