import { isDeepStrictEqual } from "node:util";
import { compile } from "../compile.ts";
import type { CompiledMesh } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { hasUnknown, unknownValue } from "../language/value.ts";
import type { Value } from "../language/value.ts";
import { constructFiles } from "./document/construct-files.ts";
import type { ConstructFile } from "./document/construct-files.ts";
import type { MadeStatement } from "./document/entries-to-items.ts";
import { impliedSubsets } from "./document/implied-subsets.ts";
import type { TerraformValues, TerraformVariableValue } from "./document/terraform-values.ts";
import { findingOfMistake, reporterOf, wrongType } from "./findings.ts";
import type { Finding, Mistake } from "./findings.ts";
import { textsOfDocument } from "./mesh-document.ts";
import type { MeshDocument } from "./mesh-document.ts";

/** What a mesh is made of. */
export interface MeshParts {
  readonly made: readonly MadeStatement[];
  readonly values: TerraformValues;
  readonly document: MeshDocument | undefined;
  /** Values of the document's variables. */
  readonly variables: ReadonlyMap<string, VariableInput>;
  /** What is wrong with the constructs themselves. */
  readonly mistakes: readonly Mistake[];
  /** What stands for a value that Terraform computes. */
  readonly computed: (value: unknown) => Value;
  /** Whether what is missing may be declared elsewhere. */
  readonly hasOtherSets: boolean;
  /** What was made of the mesh before: what has not changed since costs less. */
  readonly previous: MeshCompilation | undefined;
}

/** What constructs and their values came to. */
interface CompiledSource {
  readonly own: readonly ConstructFile[];
  readonly inputs: ReadonlyMap<string, VariableInput>;
  readonly mistakes: readonly Mistake[];
}

/** A mesh as it is now, compiled. */
export interface MeshCompilation {
  /** The documents, by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** What it was compiled from. */
  readonly source: CompiledSource;
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

export function compileMesh(parts: MeshParts): MeshCompilation {
  const { made, values, document, computed, previous } = parts;
  const own = constructFiles([...made, ...impliedSubsets(made)], values, {
    taken: document ? [...textsOfDocument(document).keys()] : [],
    previous: new Map(previous?.source.own.map(({ file }) => [file.filename, file])),
  });
  const inputs = new Map<string, VariableInput>(parts.variables);
  // Their declarations say which of them are sensitive.
  for (const { name, expression } of values.variables)
    inputs.set(name, valueInput(expression === undefined ? unknownValue : computed(expression)));
  const mistakes = [
    ...parts.mistakes,
    ...values.mistakes.map(({ origin, detail }) => wrongType(origin, detail)),
  ];
  if (previous && isSame({ own, inputs, mistakes }, previous.source))
    // The same variables may stand for other expressions.
    return { ...previous, variables: values.variables };
  const unread = document?.diagnostics ?? [];
  const compiled = compile([
    {
      files: [...(document?.documents.files ?? []), ...own.map(({ file }) => file)],
      variables: inputs,
      ...(document && { modules: document.documents.modules, reader: document.documents.reader }),
      isPartial: parts.hasOtherSets || hasErrors(unread),
    },
  ]);
  const reporter = reporterOf(own);
  return {
    files: new Map([
      // Only now is it known which files the documents' expressions read.
      ...(document ? textsOfDocument(document) : []),
      ...own.map(({ file: { filename, text } }) => [filename, text] as const),
    ]),
    source: { own, inputs, mistakes },
    variables: values.variables,
    mesh: hasErrors(unread) || mistakes.length > 0 ? undefined : compiled.mesh,
    findings: [
      ...mistakes.map(findingOfMistake),
      ...[...unread, ...compiled.diagnostics].map(reporter.findingOf),
    ],
    unknown: [...inputs].filter(([, input]) => isUnknownInput(input)).map(([name]) => name),
    placeOf: reporter.placeOf,
  };
}

/** A variable's value, as messages tell where it comes from. */
export function valueInput(value: Value): VariableInput {
  return { kind: "value", value, origin: "Terraform", whenUndeclared: "error" };
}

/** A synthesis asks several times, mostly for the same. */
function isSame(source: CompiledSource, before: CompiledSource): boolean {
  return (
    // Two at one construct may differ.
    source.mistakes.length + before.mistakes.length === 0 &&
    source.own.length === before.own.length &&
    source.own.every(({ file, places }, index) => {
      const same = before.own[index];
      return same?.file === file && places.every(({ origin }, at) => same.places[at]?.origin === origin);
    }) &&
    isDeepStrictEqual(source.inputs, before.inputs)
  );
}

function isUnknownInput(input: VariableInput): boolean {
  return input.kind === "value" && hasUnknown(input.value);
}
