import { isJsonList } from "./json-value.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { pointerSteps, pointerTo } from "./range-map.ts";
import { resolveSchema, schemaAt } from "./schema.ts";
import type { EntryKind, LocatedSchema } from "./schema.ts";
import { StandIns } from "./stand-in.ts";
import type { Extent } from "./stand-in.ts";

/** What is left of an entry's value without the parts that were reported or could not be read. */
export interface Remainder {
  readonly value: JsonObject;
  /** The pointer into the whole value of a path into what is left, where elements of lists have moved up. */
  pointerTo(path: readonly (string | number)[]): string;
}

/**
 * The value without its lost parts, so that the rest can be judged. The sparse form leaves out whatever need not be
 * there; the full one has something else in its place. What both have in common holds whatever the lost parts were
 * meant to say. Undefined when the entry as a whole is lost.
 */
export function withoutMistaken(
  value: JsonObject,
  kind: EntryKind,
  { lost, extent }: { readonly lost: ReadonlySet<string>; readonly extent: Extent },
): Remainder | undefined {
  if (lost.has("")) return undefined;
  const mending = {
    kind,
    lost,
    extent,
    standIns: new StandIns(extent),
    absent: namesByOwner(lost),
    positions: new Map<string, readonly number[]>(),
  };
  return {
    value: mendObject(value, "", mending),
    pointerTo: (path) => originalPointer(path, mending.positions),
  };
}

interface Mending {
  readonly kind: EntryKind;
  readonly lost: ReadonlySet<string>;
  readonly extent: Extent;
  readonly standIns: StandIns;
  /** The names of the lost parts, by pointer to the object or list they belong to. */
  readonly absent: ReadonlyMap<string, readonly string[]>;
  /** By pointer to a list: at which positions the elements stood that are left. */
  readonly positions: Map<string, readonly number[]>;
}

function mend(value: JsonValue, pointer: string, mending: Mending): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  return isJsonList(value) ? mendList(value, pointer, mending) : mendObject(value, pointer, mending);
}

function mendList(list: readonly JsonValue[], pointer: string, mending: Mending): readonly JsonValue[] {
  const left = list.flatMap((item, position) => {
    const inner = pointerTo(pointer, position);
    const kept = mending.lost.has(inner) ? standInAt(inner, mending) : mend(item, inner, mending);
    return kept === undefined ? [] : [{ position, kept }];
  });
  const positions = left.map(({ position }) => position);
  if (left.length < list.length) mending.positions.set(pointer, positions);
  return left.map(({ kept }) => kept);
}

function mendObject(object: JsonObject, pointer: string, mending: Mending): JsonObject {
  const left: JsonObject = {};
  for (const [name, item] of Object.entries(object)) {
    const inner = pointerTo(pointer, name);
    if (!mending.lost.has(inner)) left[name] = mend(item, inner, mending);
  }
  for (const name of mending.absent.get(pointer) ?? []) {
    const standIn = standInAt(pointerTo(pointer, name), mending);
    if (standIn !== undefined) left[name] = standIn;
  }
  return left;
}

/** What takes the place of a lost part: nothing where there need not be anything. */
function standInAt(pointer: string, { kind, extent, standIns }: Mending): JsonValue | undefined {
  const steps = pointerSteps(pointer);
  const owner = schemaAt(kind, steps.slice(0, -1));
  const name = steps.at(-1) ?? "";
  const schema = owner && partOf(owner, name);
  if (!schema || (extent === "sparse" && !owner.schema.required?.includes(name))) return undefined;
  return standIns.of({ schema, kind: owner.kind });
}

/** Undefined for the members of maps, whose names are what is wrong with them. */
function partOf(owner: LocatedSchema, name: string): LocatedSchema["schema"] | undefined {
  const { properties = {}, items } = resolveSchema(owner).schema;
  return Object.hasOwn(properties, name) ? properties[name] : items;
}

function namesByOwner(lost: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const pointer of lost) {
    const owner = pointer.slice(0, pointer.lastIndexOf("/"));
    const name = pointerSteps(pointer).at(-1) ?? "";
    const known = names.get(owner);
    if (known) known.push(name);
    else names.set(owner, [name]);
  }
  return names;
}

function originalPointer(
  path: readonly (string | number)[],
  positions: ReadonlyMap<string, readonly number[]>,
): string {
  return path.reduce<string>((pointer, step) => {
    const original = typeof step === "number" ? positions.get(pointer)?.[step] : undefined;
    return pointerTo(pointer, original ?? step);
  }, "");
}
