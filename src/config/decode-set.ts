import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import type { Block, Body } from "../language/body.ts";
import { resolveScope } from "../language/document-set-scope.ts";
import type { ComputedName, DocumentSetScope, VariableInput } from "../language/document-set-scope.ts";
import { scalarTexts } from "../language/sensitive.ts";
import { isObject, isSensitive, isUnknown } from "../language/value.ts";
import type { ObjectValue } from "../language/value.ts";
import { configCodes } from "./codes.ts";
import type { DecodedEntries } from "./decode-entries.ts";
import { decodeBlock } from "./decode-plain-block.ts";
import type { DecodeSession } from "./decode-session.ts";
import type { BrokenEntry } from "./decoded-documents.ts";
import { declaredByMisspelt, misspeltBlocks } from "./misspelt-blocks.ts";
import { callModule } from "./modules/call-module.ts";
import type { ModuleInstance } from "./modules/call-module.ts";
import { readModuleCalls } from "./modules/module-call.ts";
import type { ModuleCall } from "./modules/module-call.ts";
import { evaluateOutputs } from "./modules/outputs.ts";
import { isNotYetSupported, kindOfBlock, rootSchema } from "./root-schema.ts";
import { entryKinds } from "./schema.ts";

/** Documents that share variables and locals: those a command was given, or those of a module. */
export interface DocumentGroup {
  readonly bodies: readonly Body[];
  readonly inputs: ReadonlyMap<string, VariableInput>;
  /** The folders of the calling documents, outermost first, and last that of these. */
  readonly directories: readonly string[];
  /** `module.edge["a"]`; empty for the documents a command was given. */
  readonly modulePath: string;
  /** The block that calls the module; undefined for the documents a command was given. */
  readonly call: ModuleCall | undefined;
}

export interface DecodedGroup extends DecodedEntries {
  readonly outputs: ObjectValue;
}

/** Decodes a group of documents and the modules it calls; what is wrong goes to the session's log. */
export function decodeGroup(group: DocumentGroup, session: DecodeSession): DecodedGroup {
  const place = { modulePath: group.modulePath, instance: "", instanceCount: 1 };
  if (group.modulePath !== "") noteFiles(group, session);
  const contents = group.bodies.map((body) => body.content(rootSchema));
  session.log.add(
    contents.flatMap(({ diagnostics }) => diagnostics),
    place,
  );
  const blocks = contents.flatMap(({ value }) => value.blocks);
  const hidden = hiddenFrom(
    group.bodies,
    contents.flatMap(({ value }) => value.unnamed),
  );
  const diagnostics: Diagnostic[] = [];
  const ofModules: DecodedEntries[] = [];
  const calls = readModuleCalls(
    blocks.filter(({ type }) => type === "module"),
    group.directories.at(-1) ?? "",
    diagnostics,
  );
  const scope = groupScope(blocks, { group, calls, session, ofModules, open: hidden.roots }, diagnostics);
  session.log.add(diagnostics, place);

  const own = decodeBlocks(blocks, { scope, group, place }, session);
  const found: Diagnostic[] = [];
  const outputs = evaluateOutputs(
    blocks.filter(({ type }) => type === "output"),
    scope,
    found,
  );
  session.log.add(found, place);
  const all = [own, ...ofModules, hidden];
  return {
    entries: all.flatMap(({ entries }) => entries),
    broken: all.flatMap(({ broken }) => broken),
    outputs,
  };
}

type NameRoot = "var" | "local" | "module";

/** The types of blocks that declare names, and under which root. */
const declaringBlocks: readonly (readonly [type: string, root: NameRoot])[] = [
  ["variable", "var"],
  ["locals", "local"],
  ["module", "module"],
];

/** What may be declared where nothing could be read: entries without a name, and names of any kind under these roots. */
interface HiddenDeclarations extends DecodedEntries {
  readonly roots: ReadonlySet<NameRoot>;
}

/** A mistake that was reported hides what it is in, and nobody complains of the absence of that. */
function hiddenFrom(bodies: readonly Body[], unnamed: readonly Block[]): HiddenDeclarations {
  const unread = bodies.filter(({ isComplete }) => !isComplete);
  const misspelt = bodies.flatMap(misspeltBlocks);
  const mistaken = [...unnamed, ...misspelt];
  const ofType = (type: string): boolean =>
    unread.length > 0 || mistaken.some((block) => block.type === type);
  const modules = mistaken.filter(({ type }) => type === "module");
  return {
    entries: [],
    broken: [
      ...unread.flatMap(({ range }) => whateverItDeclares(range)),
      ...modules.flatMap(({ headerRange }) => whateverItDeclares(headerRange)),
      ...misspelt.flatMap(declaredByMisspelt),
      ...unnamed.flatMap(({ type, headerRange }) => {
        const kind = kindOfBlock.get(type);
        return kind ? { kind, name: undefined, range: headerRange } : [];
      }),
    ],
    roots: new Set(declaringBlocks.filter(([type]) => ofType(type)).map(([, root]) => root)),
  };
}

function noteFiles({ bodies, modulePath }: DocumentGroup, { modulesOfFile }: DecodeSession): void {
  for (const {
    range: { file },
  } of bodies) {
    const known = modulesOfFile.get(file);
    if (known) known.push(modulePath);
    else modulesOfFile.set(file, [modulePath]);
  }
}

interface Scoping {
  readonly group: DocumentGroup;
  readonly calls: readonly ModuleCall[];
  readonly session: DecodeSession;
  /** Receives what each module declares. */
  readonly ofModules: DecodedEntries[];
  readonly open: ReadonlySet<NameRoot>;
}

function groupScope(
  blocks: readonly Block[],
  { group, calls, session, ofModules, open }: Scoping,
  diagnostics: Diagnostic[],
): DocumentSetScope {
  const { call, inputs } = group;
  const decode = (instance: ModuleInstance): ObjectValue => {
    const directories = [...group.directories, instance.directory];
    const { outputs, ...declared } = decodeGroup({ ...instance, directories }, session);
    ofModules.push(declared);
    return outputs;
  };
  const scope = resolveScope({
    variableBlocks: blocks.filter(({ type }) => type === "variable"),
    localsBlocks: blocks.filter(({ type }) => type === "locals"),
    inputs,
    functions: session.functions,
    fixedNames: new Map([["path", pathsOf(group)]]),
    open,
    computedNames: calls.map((called) => computedModule(called, { group, session, decode })),
    bodies: group.bodies,
    ...(call && { caller: { name: `module "${call.name}"`, range: call.range } }),
  });
  diagnostics.push(...scope.diagnostics);
  const failed = calls.filter((called) => hasFailed(called, scope.value));
  ofModules.push({ entries: [], broken: failed.flatMap(({ range }) => whateverItDeclares(range)) });
  recordSecrets(scope.value, session.secrets);
  return scope.value;
}

/** Where the documents are, for functions that read files: `path.root` is the set's own folder, and all paths' origin. */
function pathsOf({ directories }: DocumentGroup): ObjectValue {
  const directory = directories.at(-1) ?? "";
  return new Map([
    ["module", directory === "" ? "." : directory],
    ["root", "."],
  ]);
}

function computedModule(
  call: ModuleCall,
  {
    group: { directories, modulePath },
    session,
    decode,
  }: Pick<Scoping, "group" | "session"> & { readonly decode: (instance: ModuleInstance) => ObjectValue },
): ComputedName {
  return {
    root: "module",
    name: call.name,
    nameRange: call.nameRange,
    expressions: [...call.repetition.values(), ...call.inputs].map(({ expression }) => expression),
    compute: (scope) => callModule(call, scope, { session, modulePath, directories, decode }),
  };
}

function hasFailed({ name }: ModuleCall, { variables }: DocumentSetScope): boolean {
  const modules = variables.get("module") ?? null;
  return isObject(modules) && isUnknown(modules.get(name) ?? null);
}

function whateverItDeclares(range: SourceRange): readonly BrokenEntry[] {
  return entryKinds.map((kind) => ({ kind, name: undefined, range }));
}

function recordSecrets({ variables }: DocumentSetScope, secrets: Set<string>): void {
  const given = variables.get("var") ?? null;
  if (!isObject(given)) return;
  for (const value of given.values())
    if (isSensitive(value)) for (const text of scalarTexts(value)) secrets.add(text);
}

interface Declaring {
  readonly scope: DocumentSetScope;
  readonly group: DocumentGroup;
  readonly place: Parameters<DecodeSession["log"]["add"]>[1];
}

function decodeBlocks(
  blocks: readonly Block[],
  { scope, group: { modulePath }, place }: Declaring,
  session: DecodeSession,
): DecodedEntries {
  const decoded: DecodedEntries[] = [];
  for (const block of blocks) {
    const kind = kindOfBlock.get(block.type);
    if (kind) decoded.push(decodeBlock({ kind, block, scope, modulePath }, session));
    else if (isNotYetSupported(block.type)) session.log.add([refuseForNow(block)], place);
  }
  return {
    entries: decoded.flatMap(({ entries }) => entries),
    broken: decoded.flatMap(({ broken }) => broken),
  };
}

function refuseForNow(block: Block): Diagnostic {
  return error({
    code: configCodes.notYetSupported,
    summary: `${block.type} is not yet supported`,
    detail: `This version of Meshwork knows the ${block.type} block but renders nothing for it, so it is refused rather than ignored. Remove the block.`,
    subject: block.headerRange,
  });
}
