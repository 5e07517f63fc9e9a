import { error, hasErrors } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import { configCodes } from "./codes.ts";
import type { DecodeContext } from "./decode-context.ts";
import type { BrokenEntry } from "./decoded-documents.ts";
import type { Dialect, Entry } from "./entry.ts";
import type { JsonObject } from "./json-value.ts";
import { pointerTo } from "./range-map.ts";
import type { RangeMap } from "./range-map.ts";
import { schemaOfKind } from "./schema.ts";
import type { EntryKind } from "./schema.ts";
import type { Spelling } from "./spelling.ts";
import { mistakesIn, validateEntry } from "./validate-entry.ts";
import type { EntryCandidate, Mistake } from "./validate-entry.ts";
import { withoutMistaken } from "./without-mistaken.ts";
import type { Remainder } from "./without-mistaken.ts";

/** What was read of an entry, in whichever form it was written. */
export interface ReadEntry {
  readonly kind: EntryKind;
  readonly dialect: Dialect;
  readonly spelling: Spelling;
  readonly value: JsonObject;
  readonly context: Pick<DecodeContext, "ranges" | "diagnostics" | "unknownPointers" | "sensitivePointers">;
}

export interface DecodedEntry {
  readonly entry: Entry;
  readonly hasName: boolean;
  readonly fitsSchema: boolean;
  readonly isBroken: boolean;
}

/** Validates what was read. What is left out stays out, so that another entry may give it. */
export function completeEntry(read: ReadEntry): WithDiagnostics<DecodedEntry> {
  const { kind, spelling, value, context } = read;
  const { ranges, unknownPointers, sensitivePointers } = context;
  const candidate = { kind, spelling, value, ranges, unknownPointers };
  const mistakes = mistakesIn(candidate);
  const found = mistakes.map(({ diagnostic }) => diagnostic);
  const namePointer = pointerTo("", schemaOfKind(kind).schema["x-mesh-label"] ?? "");
  const secretName = sensitivePointers.has(namePointer) ? [sensitiveName(ranges, namePointer)] : [];
  const diagnostics = [...context.diagnostics, ...secretName, ...found];
  const hasUnknown = unknownPointers.size > 0;
  const left = hasUnknown ? undefined : remainderOf(candidate, mistakes);
  return {
    value: {
      entry: toEntry(read, left),
      hasName: !unknownPointers.has(namePointer),
      fitsSchema: left !== undefined,
      isBroken: hasErrors(diagnostics) || hasUnknown,
    },
    diagnostics,
  };
}

/** A broken entry, as far as it is known. */
export function toBroken({ entry, hasName }: DecodedEntry): BrokenEntry {
  return hasName ? entry : { ...entry, name: undefined };
}

/** What fits the schema once the mistaken parts are gone; undefined when nothing does. */
function remainderOf(
  candidate: EntryCandidate & { readonly kind: EntryKind },
  mistakes: readonly Mistake[],
): Remainder | undefined {
  const { kind, value } = candidate;
  const mistaken = new Set(mistakes.map(({ pointer }) => pointer));
  if (mistaken.size === 0) return { value, pointerTo: (path) => path.reduce<string>(pointerTo, "") };
  const left = withoutMistaken(value, kind, mistaken);
  return left && validateEntry({ ...candidate, value: left.value }).length === 0 ? left : undefined;
}

function toEntry(
  { kind, dialect, value: whole, context: { ranges, sensitivePointers } }: ReadEntry,
  left: Remainder | undefined,
): Entry {
  const value = left?.value ?? whole;
  const name = typeof value["name"] === "string" ? value["name"] : kind;
  const entry = {
    kind,
    name,
    dialect,
    value,
    sensitivePointers,
    range: ranges.at(""),
    rangeAt: (...path: readonly (string | number)[]) =>
      ranges.at(left ? left.pointerTo(path) : path.reduce<string>(pointerTo, "")),
  };
  // JSON becomes the kind's type here: only entries that the kind's validator accepted are read as more than a name.
  return entry as unknown as Entry;
}

function sensitiveName(ranges: RangeMap, pointer: string): Diagnostic {
  return error({
    code: configCodes.sensitiveName,
    summary: "Sensitive name",
    detail:
      "A name shows in every message, in the proxies' statistics and in certificates, so it cannot be kept secret. Use a value that is not sensitive.",
    subject: ranges.at(pointer),
  });
}
