import { error, hasErrors } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { Block, Body, BodySchema } from "../language/body.ts";
import { resolveScope } from "../language/document-set-scope.ts";
import type { VariableInput } from "../language/document-set-scope.ts";
import type { Scope } from "../language/scope.ts";
import { configCodes } from "./codes.ts";
import { decodeBody } from "./decode-body.ts";
import type { DecodeContext } from "./decode-body.ts";
import type { Entry } from "./entry.ts";
import type { JsonObject } from "./json-value.ts";
import { pointerTo, RangeMap } from "./range-map.ts";
import { entryKinds, schemaOfKind } from "./schema.ts";
import type { EntryKind } from "./schema.ts";
import { validateEntry } from "./validate-entry.ts";

/** Block type → kind, for the kinds a schema describes. */
const kindOfBlock: ReadonlyMap<string, EntryKind> = new Map(
  entryKinds.map((kind) => [schemaOfKind(kind).schema["x-mesh-block"] ?? kind, kind]),
);

/** Blocks of the language that nothing renders yet: recognised, so that the message can say so instead of guessing. */
const notYetSupported: ReadonlyMap<string, readonly string[]> = new Map([
  ["router", ["name"]],
  ["proxy_defaults", []],
  ["jwt_provider", ["name"]],
  ["ingress_gateway", ["name"]],
  ["terminating_gateway", ["name"]],
  ["api_gateway", ["name"]],
  ["mesh_gateway", ["name"]],
  ["http_route", ["name"]],
  ["tcp_route", ["name"]],
  ["certificate", ["name"]],
  ["external_service", ["name"]],
  ["module", ["name"]],
]);

const rootSchema: BodySchema = {
  attributes: [],
  blocks: [
    { type: "variable", labelNames: ["name"] },
    { type: "locals", labelNames: [] },
    ...[...kindOfBlock].map(([type, kind]) => ({
      type,
      labelNames: schemaOfKind(kind).schema["x-mesh-label"] === undefined ? [] : ["name"],
    })),
    ...[...notYetSupported].map(([type, labelNames]) => ({ type, labelNames })),
  ],
};

/** The names a document of ours may begin with: how a foreign file in a directory is told apart. */
export const topLevelBlockTypes: readonly string[] = rootSchema.blocks.map(({ type }) => type);

/** An entry something of which could not be read, by its name: what depends on it is not reported as well. */
export type BrokenEntry = Pick<Entry, "kind" | "name" | "range">;

export interface DecodedDocuments {
  /** Each fits its schema. */
  readonly entries: readonly Entry[];
  /** Those with a mistake or an unknown value. One that fits its schema all the same is among the entries too. */
  readonly broken: readonly BrokenEntry[];
}

/**
 * The entries that a set of documents declares. Order and file boundaries carry no meaning: variables and locals of
 * one file serve all.
 */
export function decodeDocuments(
  bodies: readonly Body[],
  variableInputs: ReadonlyMap<string, VariableInput>,
): WithDiagnostics<DecodedDocuments> {
  const contents = bodies.map((body) => body.content(rootSchema));
  const diagnostics: Diagnostic[] = contents.flatMap((content) => content.diagnostics);
  const blocks = contents.flatMap(({ value }) => value.blocks);

  const scope = resolveScope({
    variableBlocks: blocks.filter(({ type }) => type === "variable"),
    localsBlocks: blocks.filter(({ type }) => type === "locals"),
    inputs: variableInputs,
  });
  diagnostics.push(...scope.diagnostics);

  const entries: Entry[] = [];
  const broken: BrokenEntry[] = [];
  for (const block of blocks) {
    const kind = kindOfBlock.get(block.type);
    if (kind) {
      const decoded = decodeEntry(kind, block, scope.value);
      diagnostics.push(...decoded.diagnostics);
      if (decoded.value.fitsSchema) entries.push(decoded.value.entry);
      if (decoded.value.isBroken) broken.push(decoded.value.entry);
    } else if (notYetSupported.has(block.type)) {
      diagnostics.push(refuseForNow(block));
    }
  }
  return { value: { entries, broken }, diagnostics };
}

/** Several sets as one, for linking. */
export function mergeDecoded(sets: readonly DecodedDocuments[]): DecodedDocuments {
  return { entries: sets.flatMap(({ entries }) => entries), broken: sets.flatMap(({ broken }) => broken) };
}

interface DecodedEntry {
  readonly entry: Entry;
  readonly fitsSchema: boolean;
  readonly isBroken: boolean;
}

function decodeEntry(kind: EntryKind, block: Block, scope: Scope): WithDiagnostics<DecodedEntry> {
  const located = schemaOfKind(kind);
  const label = located.schema["x-mesh-label"];
  const ranges = new RangeMap(block.headerRange);
  const fromLabels: JsonObject = {};
  const written = block.labels[0];
  if (label !== undefined && written) {
    fromLabels[label] = written.text;
    ranges.set(pointerTo("", label), written.range);
  }
  const context: DecodeContext = { scope, ranges, diagnostics: [], unknownPointers: new Set() };
  const value = decodeBody({ body: block.body, located, pointer: "", fromLabels }, context);
  const found = validateEntry({ kind, value, ranges, unknownPointers: context.unknownPointers });
  const diagnostics = [...context.diagnostics, ...found];
  const hasUnknown = context.unknownPointers.size > 0;
  return {
    value: {
      entry: toEntry(kind, value, ranges),
      fitsSchema: !hasErrors(found) && !hasUnknown,
      isBroken: hasErrors(diagnostics) || hasUnknown,
    },
    diagnostics,
  };
}

function toEntry(kind: EntryKind, value: JsonObject, ranges: RangeMap): Entry {
  const name = typeof value["name"] === "string" ? value["name"] : kind;
  const entry = {
    kind,
    name,
    value,
    range: ranges.at(""),
    rangeAt: (...path: readonly (string | number)[]) => ranges.at(path.reduce<string>(pointerTo, "")),
  };
  // JSON becomes the kind's type here: only entries that the kind's validator accepted are read as more than a name.
  return entry as unknown as Entry;
}

function refuseForNow(block: Block): Diagnostic {
  return error({
    code: configCodes.notYetSupported,
    summary: `${block.type} is not yet supported`,
    detail: `This version of Meshwork knows the ${block.type} block but renders nothing for it, so it is refused rather than ignored. Remove the block.`,
    subject: block.headerRange,
  });
}
