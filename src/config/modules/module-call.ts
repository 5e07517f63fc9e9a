import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Attribute, AttributeSchema, Block } from "../../language/body.ts";
import { languageCodes } from "../../language/codes.ts";
import { configCodes } from "../codes.ts";
import { metaArguments } from "../expansion/repetition.ts";
import { moduleSource } from "./module-source.ts";

/** What a `module` block says. */
export interface ModuleCall {
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly range: SourceRange;
  /** The module's folder; undefined when the block does not say a usable one, or cannot be read, which is reported. */
  readonly directory: string | undefined;
  readonly sourceRange: SourceRange;
  /** `for_each` and `count`, as far as they are given. */
  readonly repetition: ReadonlyMap<string, Attribute>;
  /** The values of the module's variables, by name. */
  readonly inputs: readonly Attribute[];
}

const callArguments: readonly AttributeSchema[] = [
  { name: "source", required: true },
  { name: "version", required: false },
  ...metaArguments,
];

/** Reads the `module` blocks of the documents in a folder. */
export function readModuleCalls(
  blocks: readonly Block[],
  from: string,
  diagnostics: Diagnostic[],
): readonly ModuleCall[] {
  const calls = new Map<string, ModuleCall>();
  for (const block of blocks) {
    const call = readModuleCall(block, from, diagnostics);
    const first = calls.get(call.name);
    if (first) diagnostics.push(duplicateModule(call, first));
    else calls.set(call.name, call);
  }
  return [...calls.values()];
}

function readModuleCall(block: Block, from: string, diagnostics: Diagnostic[]): ModuleCall {
  const own = block.body.partialContent({ attributes: callArguments, blocks: [] });
  const all = block.body.justAttributes();
  // JSON's expressions are read twice here: what is wrong with them is told once.
  diagnostics.push(...own.diagnostics.filter(isAboutMissing), ...all.diagnostics);
  const source = own.value.attributes.get("source");
  const found = source && moduleSource(source, from);
  if (found?.kind === "mistake") diagnostics.push(found.diagnostic);
  const version = own.value.attributes.get("version");
  if (version) diagnostics.push(hasNoVersion(version));
  const reserved = new Set(callArguments.map(({ name }) => name));
  return {
    name: block.labels[0]?.text ?? "",
    nameRange: block.labels[0]?.range ?? block.headerRange,
    range: block.headerRange,
    directory: found?.kind === "folder" && block.body.isComplete ? found.directory : undefined,
    sourceRange: source?.expression.range ?? block.headerRange,
    repetition: own.value.attributes,
    inputs: [...all.value.values()].filter(({ name }) => !reserved.has(name)),
  };
}

function isAboutMissing({ code }: Diagnostic): boolean {
  return code === languageCodes.missingAttribute;
}

function hasNoVersion({ nameRange }: Attribute): Diagnostic {
  return error({
    code: configCodes.moduleVersion,
    summary: "Modules have no version",
    detail: "A module is a folder beside the documents, and changes together with them. Remove the version.",
    subject: nameRange,
  });
}

function duplicateModule(second: ModuleCall, first: ModuleCall): Diagnostic {
  return error({
    code: languageCodes.duplicateDeclaration,
    summary: "Duplicate module",
    detail: `The module "${second.name}" is already called. Remove or rename one of the two.`,
    subject: second.range,
    related: [{ message: "called first here", range: first.range }],
  });
}
