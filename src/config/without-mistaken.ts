import { isJsonList } from "./json-value.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { pointerSteps, pointerTo } from "./range-map.ts";
import { schemaAt } from "./schema.ts";
import type { EntryKind } from "./schema.ts";

/** What is left of an entry's value without the parts that were reported. */
export interface Remainder {
  readonly value: JsonObject;
  /** The pointer into the whole value of a path into what is left, where elements of lists have moved up. */
  pointerTo(path: readonly (string | number)[]): string;
}

/**
 * The value without its mistaken parts, so that the rest can be judged. With a part goes whatever needs it: the object
 * that requires the field, and the list that requires its elements. Undefined when that is the whole entry.
 */
export function withoutMistaken(
  value: JsonObject,
  kind: EntryKind,
  mistaken: ReadonlySet<string>,
): Remainder | undefined {
  const pruning: Pruning = { kind, mistaken, positions: new Map() };
  const left = prune(value, "", pruning);
  if (typeof left !== "object" || left === null || isJsonList(left)) return undefined;
  return { value: left, pointerTo: (path) => originalPointer(path, pruning.positions) };
}

interface Pruning {
  readonly kind: EntryKind;
  readonly mistaken: ReadonlySet<string>;
  /** By pointer to a list: at which positions the elements stood that are left. */
  readonly positions: Map<string, readonly number[]>;
}

/** Undefined when nothing of the value can stay. */
function prune(value: JsonValue, pointer: string, pruning: Pruning): JsonValue | undefined {
  if (pruning.mistaken.has(pointer)) return undefined;
  if (typeof value !== "object" || value === null) return value;
  return isJsonList(value) ? pruneList(value, pointer, pruning) : pruneObject(value, pointer, pruning);
}

function pruneList(
  list: readonly JsonValue[],
  pointer: string,
  pruning: Pruning,
): readonly JsonValue[] | undefined {
  const left = list.flatMap((item, position) => {
    const kept = prune(item, pointerTo(pointer, position), pruning);
    return kept === undefined ? [] : [{ position, kept }];
  });
  if (left.length === list.length) return left.map(({ kept }) => kept);
  // Elements of a list that must be there may depend on one another, as the weights of splits do.
  if (left.length === 0 || isRequired(pointer, pruning)) return undefined;
  pruning.positions.set(
    pointer,
    left.map(({ position }) => position),
  );
  return left.map(({ kept }) => kept);
}

function pruneObject(object: JsonObject, pointer: string, pruning: Pruning): JsonObject | undefined {
  const left: JsonObject = {};
  for (const [name, item] of Object.entries(object)) {
    const inner = pointerTo(pointer, name);
    const kept = prune(item, inner, pruning);
    if (kept !== undefined) left[name] = kept;
    else if (isRequired(inner, pruning)) return undefined;
  }
  return left;
}

function isRequired(pointer: string, { kind }: Pruning): boolean {
  const steps = pointerSteps(pointer);
  const owner = schemaAt(kind, steps.slice(0, -1))?.schema;
  return owner?.required?.includes(steps.at(-1) ?? "") ?? false;
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
