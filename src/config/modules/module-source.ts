import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Attribute } from "../../language/body.ts";
import { configCodes } from "../codes.ts";

/** The folder a module's `source` names, or what is wrong with it. */
export type ModuleSource =
  | { readonly kind: "folder"; readonly directory: string }
  | { readonly kind: "mistake"; readonly diagnostic: Diagnostic };

/**
 * The folder of a module that documents of `from` call, both as paths from the folder of the set's own documents. It is
 * known before anything is evaluated, so that whoever reads files can find all modules first.
 */
export function moduleSource({ expression }: Attribute, from: string): ModuleSource {
  if (expression.kind !== "literal" || typeof expression.value !== "string") {
    return mistake(
      "The source of a module is known before anything else, so it is a text without references. Write the path out.",
      expression,
    );
  }
  const source = expression.value;
  if (!/^\.\.?(\/|$)/.test(source)) {
    return mistake(
      `Modules come from folders beside the documents: "${source}" does not begin with ./ or ../. Copy the module there, and write for example "./modules/edge".`,
      expression,
    );
  }
  const directory = resolvePath(from, source);
  if (directory !== undefined) return { kind: "folder", directory };
  return mistake(
    `"${source}" leads out of the folder of the documents, which travel as a whole. Move the module into that folder, or give the folder that holds both.`,
    expression,
  );
}

/** Undefined when the path leads above where it started from. */
function resolvePath(from: string, source: string): string | undefined {
  const steps = from === "" ? [] : from.split("/");
  for (const step of source.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join("/");
}

function mistake(detail: string, { range }: Attribute["expression"]): ModuleSource {
  return {
    kind: "mistake",
    diagnostic: error({
      code: configCodes.unsuitableSource,
      summary: "Unsuitable module source",
      detail,
      subject: range,
    }),
  };
}
