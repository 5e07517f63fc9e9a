import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { Block } from "../language/body.ts";
import type { Scope } from "../language/scope.ts";
import { configCodes } from "./codes.ts";
import { completeEntry, toBroken } from "./complete-entry.ts";
import type { DecodedEntry } from "./complete-entry.ts";
import { decodeBody } from "./decode-body.ts";
import type { DecodeContext } from "./decode-context.ts";
import type { DecodeSession } from "./decode-session.ts";
import type { BrokenEntry } from "./decoded-documents.ts";
import type { Entry } from "./entry.ts";
import { metaArguments, repetitionOf } from "./expansion/repetition.ts";
import { writtenKey } from "./expansion/repetition-context.ts";
import type { Instance } from "./expansion/repetition-context.ts";
import type { JsonObject } from "./json-value.ts";
import { pointerTo, RangeMap } from "./range-map.ts";
import { schemaOfKind } from "./schema.ts";
import type { EntryKind } from "./schema.ts";
import { secretTexts } from "./shown-value.ts";
import { meshSpelling } from "./spelling.ts";

/** A block of a kind, and the set it stands in. */
export interface EntryBlock {
  readonly kind: EntryKind;
  readonly block: Block;
  readonly scope: Scope;
  readonly modulePath: string;
}

export interface DecodedEntries {
  readonly entries: readonly Entry[];
  readonly broken: readonly BrokenEntry[];
}

/** The entries that a block declares: one, or one for each of its instances. */
export function decodeEntries(
  { kind, block, scope, modulePath }: EntryBlock,
  session: DecodeSession,
): DecodedEntries {
  const place = { modulePath, instance: "", instanceCount: 1 };
  const diagnostics: Diagnostic[] = [];
  // What is wrong with these arguments' form is told where the whole body is read.
  const { attributes } = block.body.partialContent({ attributes: metaArgumentsOf(kind), blocks: [] }).value;
  const repetition = repetitionOf(attributes, { scope, budget: session.budget, diagnostics });
  session.log.add(diagnostics, place);
  if (repetition.kind === "waiting") {
    return { entries: [], broken: [{ kind, name: undefined, range: block.headerRange }] };
  }
  const { instances } = repetition;
  const decoded = instances.map((instance) => {
    const { value: entry, diagnostics: found } = decodeInstance({ kind, block }, instance, session);
    const key = writtenKey(instance);
    const name = key === "" ? "" : `${block.type}.${block.labels[0]?.text ?? ""}${key}`;
    session.log.add(found, { ...place, instance: name, instanceCount: instances.length });
    return entry;
  });
  const repeated = repeatedName(kind, block, decoded);
  if (repeated) session.log.add([repeated], place);
  return {
    entries: decoded.filter(({ fitsSchema }) => fitsSchema && !repeated).map(({ entry }) => entry),
    broken: decoded
      .filter(({ isBroken }) => isBroken || repeated)
      .map((found) => toBroken(repeated ? { ...found, hasName: false } : found)),
  };
}

/** A block without a label is there once. */
function metaArgumentsOf(kind: EntryKind): typeof metaArguments {
  return schemaOfKind(kind).schema["x-mesh-label"] === undefined ? [] : metaArguments;
}

function decodeInstance(
  { kind, block }: { readonly kind: EntryKind; readonly block: Block },
  { scope }: Instance,
  session: DecodeSession,
): WithDiagnostics<DecodedEntry> {
  const located = schemaOfKind(kind);
  const label = located.schema["x-mesh-label"];
  const ranges = new RangeMap(block.headerRange);
  const fromLabels: JsonObject = {};
  const written = block.labels[0];
  if (label !== undefined && written) {
    fromLabels[label] = written.text;
    ranges.set(pointerTo("", label), written.range);
  }
  const context: DecodeContext = {
    scope,
    budget: session.budget,
    ranges,
    diagnostics: [],
    unknownPointers: new Set(),
    sensitivePointers: new Set(),
  };
  const target = { body: block.body, located, pointer: "", fromLabels, metaArguments: metaArgumentsOf(kind) };
  const value = decodeBody(target, context);
  for (const text of secretTexts(value, context.sensitivePointers)) session.secrets.add(text);
  return completeEntry({ kind, dialect: "mesh", spelling: meshSpelling, value, context });
}

/** Undefined when the instances' names differ, or when equal ones add up, as those of intentions do. */
function repeatedName(
  kind: EntryKind,
  block: Block,
  decoded: readonly DecodedEntry[],
): Diagnostic | undefined {
  if (kind === "service-intentions" || decoded.some(({ hasName }) => !hasName)) return undefined;
  const names = decoded.map(({ entry }) => entry.name);
  const name = names.find((candidate, index) => names.indexOf(candidate) < index);
  if (name === undefined) return undefined;
  return error({
    code: configCodes.repeatedName,
    summary: "Instances with one name",
    detail: `More than one instance of this block is called "${name}". Give each a name of its own, such as: name = each.key`,
    subject: block.headerRange,
  });
}
