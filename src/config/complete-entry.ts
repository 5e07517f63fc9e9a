import { error, hasErrors } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import { configCodes } from "./codes.ts";
import type { DecodeContext } from "./decode-context.ts";
import type { BrokenEntry } from "./decoded-documents.ts";
import type { Dialect, Doubt, Entry } from "./entry.ts";
import type { JsonObject } from "./json-value.ts";
import { pointerTo } from "./range-map.ts";
import type { RangeMap } from "./range-map.ts";
import { schemaOfKind } from "./schema.ts";
import type { EntryKind } from "./schema.ts";
import type { Spelling } from "./spelling.ts";
import type { Extent } from "./stand-in.ts";
import { mistakesIn } from "./validate-entry.ts";
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
  const mistakes = mistakesIn({ kind, spelling, value, ranges, unknownPointers });
  const found = mistakes.map(({ diagnostic }) => diagnostic);
  const namePointer = namePointerOf(kind);
  const secretName = sensitivePointers.has(namePointer) ? [sensitiveName(ranges, namePointer)] : [];
  const diagnostics = [...context.diagnostics, ...secretName, ...found];
  const lost = new Set([...unknownPointers, ...mistakes.map(({ pointer }) => pointer)]);
  const hasName = !lost.has(namePointer) || isMalformedName(read, namePointer);
  const entry = hasName ? judgedEntry(read, lost) : undefined;
  return {
    value: {
      entry: entry ?? toEntry(read, { left: { value, pointerTo: pointerOf }, lost, doubt: undefined }),
      hasName,
      fitsSchema: entry !== undefined,
      isBroken: hasErrors(diagnostics) || unknownPointers.size > 0,
    },
    diagnostics,
  };
}

/** Empty for kinds of which there is one entry. */
function namePointerOf(kind: EntryKind): string {
  return pointerTo("", schemaOfKind(kind).schema["x-mesh-label"] ?? "");
}

/** Whether the name is there and just not as names are: it tells the entry from others all the same. */
function isMalformedName({ value, context }: ReadEntry, namePointer: string): boolean {
  return (
    typeof value[namePointer.slice(1)] === "string" &&
    !context.unknownPointers.has(namePointer) &&
    value[namePointer.slice(1)] !== "*"
  );
}

/** A broken entry, as far as it is known. */
export function toBroken({ entry, hasName }: DecodedEntry): BrokenEntry {
  return hasName ? entry : { ...entry, name: undefined };
}

/** The entry as far as it can be judged: whole, or without what was lost. Undefined when nothing is left. */
function judgedEntry(read: ReadEntry, lost: ReadonlySet<string>): Entry | undefined {
  if (lost.size === 0)
    return toEntry(read, { left: { value: read.value, pointerTo: pointerOf }, lost, doubt: undefined });
  const left = remainderOf(read, { lost, extent: "sparse" });
  const leftOtherwise = remainderOf(read, { lost, extent: "full" });
  if (!left || !leftOtherwise) return undefined;
  const { ranges } = read.context;
  const otherwise = toEntry(read, { left: leftOtherwise, lost, doubt: undefined });
  const lostRanges = [...lost]
    .map((pointer) => ranges.at(pointer))
    .filter((range) => range !== ranges.at(""));
  return toEntry(read, { left, lost, doubt: { otherwise, lostRanges } });
}

/** What fits the schema, but for a malformed name, once the lost parts are gone; undefined when nothing does. */
function remainderOf(
  { kind, spelling, value, context: { ranges } }: ReadEntry,
  { lost, extent }: { readonly lost: ReadonlySet<string>; readonly extent: Extent },
): Remainder | undefined {
  const namePointer = namePointerOf(kind);
  const withName = new Set([...lost].filter((pointer) => pointer !== namePointer));
  const left = withoutMistaken(value, kind, { lost: withName, extent });
  if (!left) return undefined;
  const mistakes = mistakesIn({ kind, spelling, value: left.value, ranges, unknownPointers: new Set() });
  return mistakes.every(({ pointer }) => pointer === namePointer) ? left : undefined;
}

interface Mended {
  readonly left: Remainder;
  readonly lost: ReadonlySet<string>;
  readonly doubt: Doubt | undefined;
}

function toEntry(
  { kind, dialect, context: { ranges, sensitivePointers } }: ReadEntry,
  { left, lost, doubt }: Mended,
): Entry {
  const { value } = left;
  const entry = {
    kind,
    name: typeof value["name"] === "string" ? value["name"] : kind,
    dialect,
    value,
    sensitivePointers,
    range: ranges.at(""),
    rangeAt: (...path: readonly (string | number)[]) => ranges.at(left.pointerTo(path)),
    isWhole: (...path: readonly (string | number)[]) => {
      const pointer = left.pointerTo(path);
      return ![...lost].some((other) => isWithin(other, pointer) || isWithin(pointer, other));
    },
    doubt,
  };
  // JSON becomes the kind's type here: only entries that the kind's validator accepted are read as more than a name.
  return entry as unknown as Entry;
}

function pointerOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(pointerTo, "");
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
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
