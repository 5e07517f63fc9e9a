/**
 * An immutable map for many entries of which few change at a time: a change copies one of many small parts and not the
 * whole, and two versions are compared by looking only at the parts that differ.
 */
export interface InstanceMap<V> {
  readonly size: number;
  readonly parts: readonly ReadonlyMap<string, V>[];
}

/** With 10,000 entries, a change copies some 40 of them and 256 references. */
const partCount = 256;

export function emptyInstanceMap<V>(): InstanceMap<V> {
  const empty: ReadonlyMap<string, V> = new Map();
  return { size: 0, parts: Array.from({ length: partCount }, () => empty) };
}

export function getInstance<V>(map: InstanceMap<V>, id: string): V | undefined {
  return map.parts[partOf(id)]?.get(id);
}

export function withInstance<V>(map: InstanceMap<V>, id: string, value: V): InstanceMap<V> {
  return withPart(map, id, (part) => part.set(id, value));
}

export function withoutInstance<V>(map: InstanceMap<V>, id: string): InstanceMap<V> {
  return withPart(map, id, (part) => part.delete(id));
}

export function* instancesOf<V>(map: InstanceMap<V>): Generator<readonly [string, V]> {
  for (const part of map.parts) yield* part;
}

/** The ids whose values are not the same object in both, sorted. */
export function differingIds<V>(before: InstanceMap<V>, after: InstanceMap<V>): readonly string[] {
  const ids = before.parts.flatMap((part, index) =>
    differingInPart(part, after.parts[index] ?? new Map<string, V>()),
  );
  return ids.sort();
}

function differingInPart<V>(
  before: ReadonlyMap<string, V>,
  after: ReadonlyMap<string, V>,
): readonly string[] {
  if (before === after) return [];
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
}

function withPart<V>(
  map: InstanceMap<V>,
  id: string,
  change: (part: Map<string, V>) => void,
): InstanceMap<V> {
  const index = partOf(id);
  const before = map.parts[index];
  const part = new Map(before);
  change(part);
  return { size: map.size - (before?.size ?? 0) + part.size, parts: map.parts.with(index, part) };
}

/** FNV-1a, folded: nearby ids land in different parts. */
function partOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return ((hash >>> 16) ^ hash) & (partCount - 1);
}
