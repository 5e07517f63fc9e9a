import type { Entry } from "../../../config/entry.ts";
import type { SourceRange } from "../../../diagnostics/source-file.ts";
import type { EntryIndex } from "../../link/entry-index.ts";

/** A part of an entry that a rule judges, whichever entry and field it stands in. */
export interface Place<T> {
  readonly value: T;
  readonly entry: Pick<Entry, "kind" | "name" | "dialect">;
  readonly range: SourceRange;
  /** The place of a part of {@link value}, by path. */
  readonly rangeAt: (...path: readonly (string | number)[]) => SourceRange;
}

/** An entry as far as places in it are concerned. */
export type PlacedEntry = Pick<Entry, "kind" | "name" | "dialect" | "rangeAt">;

/** The part at the path, when it was written at all. */
export function placeAt<T>(
  entry: PlacedEntry,
  path: readonly (string | number)[],
  value: T | undefined,
): readonly Place<T>[] {
  if (value === undefined) return [];
  return [
    {
      value,
      entry: { kind: entry.kind, name: entry.name, dialect: entry.dialect },
      get range() {
        return entry.rangeAt(...path);
      },
      rangeAt: (...within) => entry.rangeAt(...path, ...within),
    },
  ];
}

/** The part of a place at the path, when it was written at all. */
export function placeWithin<T>(
  { entry, rangeAt }: Place<unknown>,
  path: readonly (string | number)[],
  value: T | undefined,
): readonly Place<T>[] {
  return placeAt({ ...entry, rangeAt }, path, value);
}

/** The items of a list within a place. */
export function placesWithin<T>(
  place: Place<unknown>,
  path: readonly (string | number)[],
  items: readonly T[] | undefined,
): readonly Place<T>[] {
  return (items ?? []).flatMap((item, position) => placeWithin(place, [...path, position], item));
}

/** Looks for the places of a set once, since several rules judge them. */
export function oncePerIndex<T extends object>(find: (index: EntryIndex) => T): (index: EntryIndex) => T {
  const found = new WeakMap<EntryIndex, T>();
  return (index) => {
    const known = found.get(index) ?? find(index);
    found.set(index, known);
    return known;
  };
}
