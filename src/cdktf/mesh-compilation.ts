import { relative } from "node:path";
import { compile } from "../compile.ts";
import type { CompiledMesh } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { positionAt } from "../diagnostics/source-file.ts";
import type { SourceFile, SourceRange } from "../diagnostics/source-file.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { unknownValue } from "../language/value.ts";
import type { DocumentItem } from "./document/document-item.ts";
import { entriesToItems } from "./document/entries-to-items.ts";
import type { MadeStatement } from "./document/entries-to-items.ts";
import { impliedSubsets } from "./document/implied-subsets.ts";
import type { TerraformValues } from "./document/terraform-values.ts";
import type { TerraformVariableValue } from "./document/terraform-values.ts";
import { writeDocument } from "./document/write-document.ts";
import type { Place } from "./document/write-document.ts";
import type { Origin } from "./mesh-construct.ts";
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

/** Something that the compiler has to say. */
export interface Finding {
  readonly severity: Diagnostic["severity"];
  readonly text: string;
  /** Undefined for what is about the mesh as a whole, or about documents. */
  readonly origin: Origin | undefined;
}

const constructsFile = "constructs.hcl";
const variablesFile = "variables.hcl";

export function compileMesh({ made, values, document, variables }: MeshParts): MeshCompilation {
  const { text, places } = writeDocument(entriesToItems([...made, ...impliedSubsets(made)], values));
  const constructs: SourceFile = { filename: constructsFile, text };
  const declarations: SourceFile = {
    filename: variablesFile,
    text: writeDocument(values.variables.map(declarationOf)).text,
  };
  const own = [constructs, declarations].filter((file) => file.text !== "");
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
  const reporter = new Reporter(constructs, places);
  return {
    files: new Map([
      ...(document ? textsOfDocument(document) : []),
      ...own.map((file) => [file.filename, file.text] as const),
    ]),
    variables: values.variables,
    mesh: hasErrors(unread) ? undefined : compiled.mesh,
    findings: [...unread, ...compiled.diagnostics].map((diagnostic) => reporter.findingOf(diagnostic)),
  };
}

function declarationOf({ name, type }: TerraformVariableValue): DocumentItem<never> {
  return {
    kind: "block",
    type: "variable",
    label: name,
    items:
      type === undefined ? [] : [{ kind: "attribute", name: "type", value: { kind: "type", text: type } }],
  };
}

/** Says what the compiler says of the document in terms of the constructs that it was written from. */
class Reporter {
  constructor(
    private readonly constructs: SourceFile,
    private readonly places: readonly Place<Origin>[],
  ) {}

  findingOf({ severity, code, summary, detail, subject, related }: Diagnostic): Finding {
    const origin = subject && this.#originOf(subject);
    const at = subject && this.#placeOf(subject);
    const notes = related.map(({ message, range }) => `${message} ${this.#placeOf(range) ?? ""}`.trimEnd());
    const lines = [`${code}: ${summary}`, ...(at === undefined ? [] : [at]), detail, ...notes];
    return { severity, text: lines.join("\n    "), origin };
  }

  /** The innermost construct that speaks there. */
  #originOf({ file, start }: SourceRange): Origin | undefined {
    if (file !== this.constructs) return undefined;
    return this.places.findLast((place) => place.start <= start && start < place.end)?.origin;
  }

  #placeOf(range: SourceRange): string | undefined {
    const origin = this.#originOf(range);
    const site = origin?.creationSite();
    if (origin) return `at ${origin.node.path}${site === undefined ? "" : ` (${site})`}`;
    if (range.file === this.constructs || range.file.filename === variablesFile) return undefined;
    const { line, column } = positionAt(range.file, range.start);
    const shown = relative(process.cwd(), range.file.filename);
    return `at ${shown.startsWith("..") ? range.file.filename : shown}:${line}:${column}`;
  }
}
