import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { readVariableFile } from "../language/document-set-scope.ts";
import { documentCodes } from "./codes.ts";
import { readDocument } from "./load-documents.ts";

/** `-var name=value` and `-var-file FILE`, in the order they were given: of two values for one name the later counts. */
export type VariableFlag =
  { readonly kind: "var"; readonly text: string } | { readonly kind: "file"; readonly path: string };

/** Where variables come from, weakest first: the environment, then the command line. */
export function variableInputs(
  flags: readonly VariableFlag[],
  environment: ReadonlyMap<string, string>,
): WithDiagnostics<ReadonlyMap<string, VariableInput>> {
  const inputs = new Map<string, VariableInput>();
  const diagnostics: Diagnostic[] = [];
  for (const [name, text] of environment)
    inputs.set(name, { kind: "text", text, origin: `MESH_VAR_${name}`, whenUndeclared: "ignore" });
  for (const flag of flags) {
    const read = flag.kind === "var" ? fromFlag(flag.text) : fromFile(flag.path);
    diagnostics.push(...read.diagnostics);
    for (const [name, input] of read.value) inputs.set(name, input);
  }
  return { value: inputs, diagnostics };
}

type Inputs = WithDiagnostics<readonly (readonly [string, VariableInput])[]>;

function fromFlag(flag: string): Inputs {
  const equals = flag.indexOf("=");
  if (equals > 0)
    return {
      value: [
        [
          flag.slice(0, equals),
          { kind: "text", text: flag.slice(equals + 1), origin: "-var", whenUndeclared: "error" },
        ],
      ],
      diagnostics: [],
    };
  const detail = `"-var ${flag}" gives no value. Write it as -var 'name=value'.`;
  return {
    value: [],
    diagnostics: [error({ code: documentCodes.malformedVariable, summary: "Malformed variable", detail })],
  };
}

function fromFile(path: string): Inputs {
  const { files, diagnostics } = readDocument(path);
  const [file] = files;
  if (!file) return { value: [], diagnostics };
  const parsed = readVariableFile(file);
  return { value: [...parsed.value], diagnostics: parsed.diagnostics };
}
