import { decodeDocuments } from "../../src/config/decode-documents.ts";
import type { DecodedDocuments } from "../../src/config/decode-documents.ts";
import { inSourceOrder } from "../../src/diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { parseDocument } from "../../src/language/parse-document.ts";

export interface Decoded extends DecodedDocuments {
  readonly diagnostics: readonly Diagnostic[];
}

/** The entries of one document, and of the modules it calls by folder, before they are linked to a mesh. */
export function decodeText(text: string, modules: Readonly<Record<string, string>> = {}): Decoded {
  const folders = Object.entries(modules).map(
    ([folder, module]) => [folder, [{ filename: `${folder}/main.hcl`, text: module }]] as const,
  );
  const parsed = parseDocument({ filename: "mesh.hcl", text });
  const decoded = decodeDocuments([parsed.value], new Map(), { modules: new Map(folders) });
  return { ...decoded.value, diagnostics: inSourceOrder([...parsed.diagnostics, ...decoded.diagnostics]) };
}

/** The one diagnostic of a document that has exactly one. */
export function onlyMistake(text: string, modules: Readonly<Record<string, string>> = {}): Diagnostic {
  const { diagnostics } = decodeText(text, modules);
  const [only, ...others] = diagnostics;
  if (!only || others.length > 0) throw new Error(diagnostics.map(({ detail }) => detail).join("\n"));
  return only;
}
