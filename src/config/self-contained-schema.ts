import { isJsonList } from "./json-value.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { schemaFile, schemaNames } from "./schema.ts";
import type { SchemaName } from "./schema.ts";

/**
 * The schema with everything it refers to: definitions of other files stand among its own, under their own names, or
 * behind the name of their file where two have one name. Fit for an editor, which has no other file to look into.
 */
export function selfContainedSchema(name: SchemaName): JsonObject {
  const taken = new Map<string, JsonValue>();
  const { $defs: _, ...root } = asJson(name);
  const rewritten = withLocalReferences(root, name, { owner: name, taken });
  const definitions = [...taken].sort(([a], [b]) => (a < b ? -1 : 1));
  const $defs = Object.fromEntries(definitions);
  return { ...(isObject(rewritten) ? rewritten : {}), ...(definitions.length > 0 && { $defs }) };
}

interface Gathering {
  /** The schema that is printed. */
  readonly owner: SchemaName;
  /** Definitions met so far, by their names in the result. */
  readonly taken: Map<string, JsonValue>;
}

function withLocalReferences(value: JsonValue, file: SchemaName, gathering: Gathering): JsonValue {
  if (isJsonList(value)) return value.map((item) => withLocalReferences(item, file, gathering));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, item]) => {
    const isReference = key === "$ref" && typeof item === "string";
    return [
      key,
      isReference ? localReference(item, file, gathering) : withLocalReferences(item, file, gathering),
    ];
  });
  return Object.fromEntries(members) as JsonObject;
}

function localReference(reference: string, file: SchemaName, gathering: Gathering): string {
  const [id = "", definition = ""] = reference.split("#/$defs/");
  const target = id === "" ? file : (schemaNames.find((name) => schemaFile(name).$id === id) ?? file);
  const own = asJson(gathering.owner)["$defs"];
  const isShadowed = target !== gathering.owner && isObject(own) && Object.hasOwn(own, definition);
  const name = isShadowed ? `${target}.${definition}` : definition;
  if (!gathering.taken.has(name)) {
    // Taken before it is looked into, because definitions may refer to themselves.
    gathering.taken.set(name, null);
    const definitions = asJson(target)["$defs"];
    const found = isObject(definitions) ? definitions[definition] : undefined;
    gathering.taken.set(name, withLocalReferences(found ?? null, target, gathering));
  }
  return `#/$defs/${name}`;
}

function asJson(name: SchemaName): JsonObject {
  // A schema is JSON; its type names only the part that the decoder reads.
  return schemaFile(name) as unknown as JsonObject;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isJsonList(value);
}
