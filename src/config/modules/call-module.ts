import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { Body } from "../../language/body.ts";
import type { VariableInput } from "../../language/document-set-scope.ts";
import { evaluate } from "../../language/evaluate.ts";
import { isConsulDocument } from "../../language/hcl1/is-consul-document.ts";
import { parseDocument } from "../../language/parse-document.ts";
import type { Scope } from "../../language/scope.ts";
import { unknownValue } from "../../language/value.ts";
import type { ObjectValue, Value } from "../../language/value.ts";
import { configCodes } from "../codes.ts";
import type { DecodeSession } from "../decode-session.ts";
import { repetitionOf } from "../expansion/repetition.ts";
import { writtenKey } from "../expansion/repetition-context.ts";
import type { Instance } from "../expansion/repetition-context.ts";
import { reportTooMany } from "../expansion/collection.ts";
import type { ModuleCall } from "./module-call.ts";

/** How many modules may call one another in a row. */
const MAX_MODULE_DEPTH = 20;

/** A module's documents with the values of its variables: what one instance of a call is decoded from. */
export interface ModuleInstance {
  readonly bodies: readonly Body[];
  readonly inputs: ReadonlyMap<string, VariableInput>;
  readonly directory: string;
  /** The instance's full name: `module.edge["a"].module.inner`. */
  readonly modulePath: string;
  readonly call: ModuleCall;
}

export interface CallContext {
  readonly session: DecodeSession;
  /** The calling documents' own name, empty for those the command was given. */
  readonly modulePath: string;
  /** The folders of the calling documents, outermost first. */
  readonly directories: readonly string[];
  /** Decodes an instance and gives what its outputs are. */
  readonly decode: (instance: ModuleInstance) => ObjectValue;
}

/** What `module.name` is: the outputs, by key or in a list when the call is repeated; unknown when it failed. */
export function callModule(call: ModuleCall, scope: Scope, context: CallContext): WithDiagnostics<Value> {
  const diagnostics: Diagnostic[] = [];
  const bodies = moduleBodies(call, context, diagnostics);
  const { budget } = context.session;
  const repetition = repetitionOf(call.repetition, { scope, budget, diagnostics });
  if (!bodies || call.directory === undefined || repetition.kind === "waiting")
    return { value: unknownValue, diagnostics };
  // A module that calls others many times over grows with each level, even when it holds nothing else.
  if (!budget.take(repetition.instances.length)) {
    return { value: unknownValue, diagnostics: [...diagnostics, reportTooMany(call.range)] };
  }
  const { directory } = call;
  const outputs = repetition.instances.map((instance) => {
    const inputs = evaluateInputs(call, instance.scope, diagnostics);
    const modulePath = joinPath(context.modulePath, `module.${call.name}${writtenKey(instance)}`);
    return context.decode({ bodies, inputs, directory, modulePath, call });
  });
  return { value: gathered(call, repetition.instances, outputs), diagnostics };
}

function joinPath(outer: string, inner: string): string {
  return outer === "" ? inner : `${outer}.${inner}`;
}

function gathered(
  { repetition }: ModuleCall,
  instances: readonly Instance[],
  outputs: readonly ObjectValue[],
): Value {
  if (repetition.has("count")) return outputs;
  if (!repetition.has("for_each")) return outputs[0] ?? unknownValue;
  return new Map(instances.map(({ key }, index) => [String(key), outputs[index] ?? null]));
}

function evaluateInputs(
  { name, inputs }: ModuleCall,
  scope: Scope,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, VariableInput> {
  return new Map(
    inputs.map(({ name: inputName, nameRange, expression }) => {
      const { value, diagnostics: found } = evaluate(expression, scope);
      diagnostics.push(...found);
      const place = { range: expression.range, nameRange };
      const origin = `module "${name}"`;
      return [inputName, { kind: "value", value, ...place, origin, whenUndeclared: "error" }] as const;
    }),
  );
}

/** Undefined when the module cannot be read, which is reported. */
function moduleBodies(
  call: ModuleCall,
  { session, directories, modulePath }: CallContext,
  diagnostics: Diagnostic[],
): readonly Body[] | undefined {
  const { directory } = call;
  if (directory === undefined) return undefined;
  if (directories.includes(directory) || directories.length > MAX_MODULE_DEPTH) {
    diagnostics.push(tooDeep(call, directories));
    return undefined;
  }
  const known = session.parsed.get(directory);
  if (known) return known;
  const files = session.modules.get(directory);
  if (!files) {
    diagnostics.push(notFound(call));
    return undefined;
  }
  // No file at all: they could not be read, which was reported by who tried.
  if (files.length === 0) return undefined;
  const consulFiles = files.filter(isConsulDocument);
  const parsed = files.filter((file) => !consulFiles.includes(file)).map(parseDocument);
  const place = { modulePath: joinPath(modulePath, `module.${call.name}`), instance: "", instanceCount: 1 };
  for (const file of parsed) session.log.add(file.diagnostics, place);
  session.log.add(
    consulFiles.map((file) => consulInModule(file, call)),
    place,
  );
  // What such a file declares is in no module, and nobody complains of its absence.
  if (consulFiles.length > 0) return undefined;
  const bodies = parsed.map(({ value }) => value);
  session.parsed.set(directory, bodies);
  return bodies;
}

function consulInModule(file: SourceFile, { range }: ModuleCall): Diagnostic {
  return error({
    code: configCodes.consulInModule,
    summary: "Consul's document in a module",
    detail:
      "Consul's documents have no variables and can be read once only, so they cannot be part of a module. Move the file to the documents that the command is given, or write it as mesh blocks.",
    subject: { file, start: 0, end: lineEnd(file.text) },
    related: [{ message: "The module is called here.", range }],
  });
}

function lineEnd(text: string): number {
  const end = text.indexOf("\n");
  return end < 0 ? text.length : end;
}

function notFound({ sourceRange, directory = "" }: ModuleCall): Diagnostic {
  return error({
    code: configCodes.moduleNotFound,
    summary: "No such module",
    detail: `There is no folder "${directory}" with documents in it beside the documents given. Correct the path; it starts from the folder of the file it stands in.`,
    subject: sourceRange,
  });
}

function tooDeep({ sourceRange, directory = "" }: ModuleCall, directories: readonly string[]): Diagnostic {
  const isCircle = directories.includes(directory);
  const way = [...directories.slice(directories.indexOf(directory)), directory].map((step) => `"./${step}"`);
  return error({
    code: configCodes.moduleTooDeep,
    summary: isCircle ? "Module calls itself" : "Modules nested too deeply",
    detail: isCircle
      ? `The modules call one another in a circle: ${way.join(" → ")}. Remove one of the calls.`
      : `More than ${MAX_MODULE_DEPTH} modules call one another in a row. Call some of them side by side instead.`,
    subject: sourceRange,
  });
}
