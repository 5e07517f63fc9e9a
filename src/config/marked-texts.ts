import type { Entry } from "./entry.ts";
import { resolveSchema, schemaOfKind } from "./schema.ts";
import type { EntryKind, LocatedSchema, Schema } from "./schema.ts";

/** A text that its schema says is more than a text, and the way to it in its entry. */
export interface MarkedText {
  readonly text: string;
  readonly path: readonly (string | number)[];
}

/** What `x-value` calls a text. */
export type TextMark = NonNullable<Schema["x-value"]>;

/** Every text of an entry with that mark, in its own order. */
export function markedTexts(
  { kind, value }: Pick<Entry, "kind" | "value">,
  mark: TextMark,
): readonly MarkedText[] {
  const way = waysOfKind(kind, mark);
  if (!way) return [];
  const found: MarkedText[] = [];
  gatherTexts(way, value, { path: [], found });
  return found;
}

/** Where marked texts can be below a value; undefined where nowhere, so that most of an entry is never looked at. */
type Way =
  | { readonly is: "text" }
  | { readonly is: "fields"; readonly fields: ReadonlyMap<string, Way> }
  | { readonly is: "items"; readonly way: Way };

const knownWays = new Map<string, Way | undefined>();

function waysOfKind(kind: EntryKind, mark: TextMark): Way | undefined {
  const key = `${mark} ${kind}`;
  if (!knownWays.has(key)) knownWays.set(key, wayIn(schemaOfKind(kind), mark));
  return knownWays.get(key);
}

function wayIn(located: LocatedSchema, mark: TextMark): Way | undefined {
  const { schema, kind } = resolveSchema(located);
  if (schema["x-value"] === mark) return { is: "text" };
  if (schema.properties) {
    const fields = Object.entries(schema.properties).flatMap(([name, field]) => {
      const way = wayIn({ schema: field, kind }, mark);
      return way ? [[name, way] as const] : [];
    });
    return fields.length > 0 ? { is: "fields", fields: new Map(fields) } : undefined;
  }
  const { items, additionalProperties } = schema;
  const inner = items ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
  const way = inner && wayIn({ schema: inner, kind }, mark);
  return way && { is: "items", way };
}

/** How far a walk has come. There is one path for all of it: entries are many, and few of their texts are marked. */
interface Walk {
  readonly path: (string | number)[];
  readonly found: MarkedText[];
}

function gatherTexts(way: Way, value: unknown, walk: Walk): void {
  if (way.is === "text") {
    if (typeof value === "string") walk.found.push({ text: value, path: [...walk.path] });
  } else if (Array.isArray(value)) {
    for (let position = 0; position < value.length; position += 1)
      step(way, { name: position, part: value[position] }, walk);
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) step(way, { name, part: Reflect.get(value, name) }, walk);
  }
}

function step(
  way: Exclude<Way, { is: "text" }>,
  { name, part }: { readonly name: string | number; readonly part: unknown },
  walk: Walk,
): void {
  const next = way.is === "items" ? way.way : way.fields.get(String(name));
  if (!next) return;
  walk.path.push(name);
  gatherTexts(next, part, walk);
  walk.path.pop();
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
