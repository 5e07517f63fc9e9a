import { compile } from "../compile.ts";
import type { CompiledMesh } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { unknownValue } from "../language/value.ts";
import { constructFiles } from "./document/construct-files.ts";
import type { MadeStatement } from "./document/entries-to-items.ts";
import { impliedSubsets } from "./document/implied-subsets.ts";
import type { TerraformValues, TerraformVariableValue } from "./document/terraform-values.ts";
import { findingsOf } from "./findings.ts";
import type { Finding } from "./findings.ts";
import { textsOfDocument } from "./mesh-document.ts";
import type { MeshDocument } from "./mesh-document.ts";

/** What a mesh is made of. */
export interface MeshParts {
  readonly made: readonly MadeStatement[];
  readonly values: TerraformValues;
  readonly document: MeshDocument | undefined;
  /** Values of the document's variables. */
  readonly variables: ReadonlyMap<string, VariableInput>;
}

/** A mesh as it is now, compiled. */
export interface MeshCompilation {
  /** The documents, by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** What the documents' variables stand for. */
  readonly variables: readonly TerraformVariableValue[];
  /** Undefined when something is wrong. */
  readonly mesh: CompiledMesh | undefined;
  readonly findings: readonly Finding[];
}

export function compileMesh({ made, values, document, variables }: MeshParts): MeshCompilation {
  const own = constructFiles(
    [...made, ...impliedSubsets(made)],
    values,
    document ? [...textsOfDocument(document).keys()] : [],
  );
  const inputs = values.variables.map(
    ({ name }) =>
      [name, { kind: "value", value: unknownValue, origin: "Terraform", whenUndeclared: "error" }] as const,
  );
  const unread = document?.diagnostics ?? [];
  const compiled = compile([
    {
      files: [...(document?.documents.files ?? []), ...own],
      variables: new Map<string, VariableInput>([...variables, ...inputs]),
      ...(document && { modules: document.documents.modules, reader: document.documents.reader }),
      isPartial: hasErrors(unread),
    },
  ]);
  const findingOf = findingsOf(own);
  return {
    files: new Map([
      // Only now is it known which files the documents' expressions read.
      ...(document ? textsOfDocument(document) : []),
      ...own.map(({ filename, text }) => [filename, text] as const),
    ]),
    variables: values.variables,
    mesh: hasErrors(unread) ? undefined : compiled.mesh,
    findings: [...unread, ...compiled.diagnostics].map(findingOf),
  };
}
