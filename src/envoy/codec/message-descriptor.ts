import { enumTable, messageTable } from "../gen/message-table.ts";
import type { ValueCodec } from "./value-codec.ts";
import { enumCodec, nullCodec, scalarCodec } from "./value-codec.ts";

/** A message's definition as the codec reads it. */
export interface MessageDescriptor {
  readonly fieldsByName: ReadonlyMap<string, FieldDescriptor>;
  readonly fieldsByNumber: ReadonlyMap<number, FieldDescriptor>;
}

export interface FieldDescriptor {
  readonly name: string;
  readonly number: number;
  readonly shape: "single" | "list" | "map";
  /** Of the value, if the field is a map. */
  readonly type: FieldType;
  /** Present only in a map. */
  readonly mapKey?: MapKey;
  /** A default value is sent and received like any other: a member of a oneof, or marked `optional`. */
  readonly explicitPresence: boolean;
  /** At most one field of the message with the same number here may be set. */
  readonly oneof?: number;
}

export type FieldType =
  | { readonly kind: "value"; readonly codec: ValueCodec }
  | { readonly kind: "message"; readonly typeName: string };

/** Keys are text in JSON, whatever they are on the wire. */
export interface MapKey {
  readonly codec: ValueCodec;
  readonly isText: boolean;
}

/** How deep messages may nest in either direction: the limit that Protocol Buffers' own implementations have. */
export const maxDepth = 100;

/** Whether the definitions know a message of this full name, e.g. `envoy.config.cluster.v3.Cluster`. */
export function isKnownMessage(typeName: string): boolean {
  return Object.hasOwn(messageTable, typeName);
}

/** A message's definition by its full name; undefined if there is none. */
export function messageDescriptor(typeName: string): MessageDescriptor | undefined {
  const known = descriptors.get(typeName);
  if (known) return known;
  // An own property only: the name may come from the wire.
  const line = isKnownMessage(typeName) ? messageTable[typeName] : undefined;
  if (line === undefined) return undefined;
  const fields = line === "" ? [] : line.split(";").map(parseField);
  const descriptor = {
    fieldsByName: new Map(fields.map((field) => [field.name, field])),
    fieldsByNumber: new Map(fields.map((field) => [field.number, field])),
  };
  descriptors.set(typeName, descriptor);
  return descriptor;
}

// Made at first use: a process works with a fraction of the definitions.
const descriptors = new Map<string, MessageDescriptor>();
const enumCodecs = new Map<string, ValueCodec>([["google.protobuf.NullValue", nullCodec]]);

// number, "?" for presence with the oneof's number, name, "*" for a list or "{key}" for a map, type.
const fieldSyntax = /^(\d+)(?:(\?)(\d*))? (\w+) (?:(\*)|\{(\w+)\})?([#.\w]+)$/;

function parseField(text: string): FieldDescriptor {
  const [, number, presence, oneof, name = "", list, mapKey, type = ""] = fieldSyntax.exec(text) ?? [];
  return {
    name,
    number: Number(number),
    shape: list ? "list" : mapKey ? "map" : "single",
    type: parseType(type),
    ...(mapKey && { mapKey: { codec: scalarCodec(mapKey), isText: mapKey === "string" } }),
    explicitPresence: presence !== undefined,
    ...(oneof && { oneof: Number(oneof) }),
  };
}

/** `.` and a message's full name, `#` and an enum's, or the name of a scalar type. */
function parseType(text: string): FieldType {
  if (text.startsWith(".")) return { kind: "message", typeName: text.slice(1) };
  return { kind: "value", codec: text.startsWith("#") ? namedEnumCodec(text.slice(1)) : scalarCodec(text) };
}

function namedEnumCodec(typeName: string): ValueCodec {
  const known = enumCodecs.get(typeName);
  if (known) return known;
  const values = (enumTable[typeName] ?? "").split(";").map((value) => value.split(" "));
  const codec = enumCodec(new Map(values.map(([number, name = ""]) => [name, Number(number)])));
  enumCodecs.set(typeName, codec);
  return codec;
}
