import type { WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { Body } from "../language/body.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import { newSession } from "./decode-session.ts";
import type { Surroundings } from "./decode-session.ts";
import { decodeGroup } from "./decode-set.ts";
import type { DecodedDocuments } from "./decoded-documents.ts";

export { mergeDecoded } from "./decoded-documents.ts";
export type { BrokenEntry, DecodedDocuments } from "./decoded-documents.ts";
export type { ModuleDocuments, Surroundings } from "./decode-session.ts";
export { namingModules } from "./expansion/placed-diagnostics.ts";
export { topLevelBlockTypes } from "./root-schema.ts";

/**
 * The entries that a set of documents declares, those of the modules it calls among them. Order and file boundaries
 * carry no meaning: variables and locals of one file serve all.
 */
export function decodeDocuments(
  bodies: readonly Body[],
  inputs: ReadonlyMap<string, VariableInput>,
  surroundings: Surroundings = {},
): WithDiagnostics<DecodedDocuments> {
  const session = newSession(surroundings);
  const { entries, broken } = decodeGroup(
    { bodies, inputs, directories: [""], modulePath: "", call: undefined },
    session,
  );
  const { log, secrets, modulesOfFile } = session;
  return { value: { entries, broken, secrets, modulesOfFile }, diagnostics: log.merged() };
}
