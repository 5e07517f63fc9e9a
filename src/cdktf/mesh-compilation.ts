import { compile } from "../compile.ts";
import type { CompiledMesh } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { hasUnknown } from "../language/value.ts";
import type { Value } from "../language/value.ts";
import { constructFiles } from "./document/construct-files.ts";
import type { MadeStatement } from "./document/entries-to-items.ts";
import { impliedSubsets } from "./document/implied-subsets.ts";
import type { TerraformValues, TerraformVariableValue } from "./document/terraform-values.ts";
import { reporterOf } from "./findings.ts";
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
  /** What stands for a value that Terraform computes. */
  readonly computed: (value: unknown) => Value;
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
  /** The variables of which the value is not known, or not in full. */
  readonly unknown: readonly string[];
  /** Where a place of these documents comes from: the construct with the line that made it, or a line of a document. */
  readonly placeOf: (range: SourceRange) => string | undefined;
}

export function compileMesh({ made, values, document, variables, computed }: MeshParts): MeshCompilation {
  const own = constructFiles(
    [...made, ...impliedSubsets(made)],
    values,
    document ? [...textsOfDocument(document).keys()] : [],
  );
  const inputs = new Map<string, VariableInput>(variables);
  for (const { name, expression } of values.variables)
    inputs.set(name, {
      kind: "value",
      value: computed(expression),
      origin: "Terraform",
      whenUndeclared: "error",
    });
  const unread = document?.diagnostics ?? [];
  const compiled = compile([
    {
      files: [...(document?.documents.files ?? []), ...own],
      variables: inputs,
      ...(document && { modules: document.documents.modules, reader: document.documents.reader }),
      isPartial: hasErrors(unread),
    },
  ]);
  const reporter = reporterOf(own);
  return {
    files: new Map([
      // Only now is it known which files the documents' expressions read.
      ...(document ? textsOfDocument(document) : []),
      ...own.map(({ filename, text }) => [filename, text] as const),
    ]),
    variables: values.variables,
    mesh: hasErrors(unread) ? undefined : compiled.mesh,
    findings: [...unread, ...compiled.diagnostics].map(reporter.findingOf),
    unknown: [...inputs].filter(([, input]) => isUnknownInput(input)).map(([name]) => name),
    placeOf: reporter.placeOf,
  };
}

function isUnknownInput(input: VariableInput): boolean {
  return input.kind === "value" && hasUnknown(input.value);
}
