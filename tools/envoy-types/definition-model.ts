import protobuf from "protobufjs";

/** What the two writers need to know of the definitions, sorted by full name. */
export interface DefinitionModel {
  readonly messages: readonly MessageModel[];
  readonly enums: readonly EnumModel[];
}

export interface DefinitionName {
  /** As in the wire's type URLs: package, outer messages, name, joined by dots. */
  readonly fullName: string;
  readonly packageName: string;
  /** The name within the package, outer messages first. */
  readonly path: readonly string[];
}

export interface MessageModel extends DefinitionName {
  /** By field number. */
  readonly fields: readonly FieldModel[];
}

export interface EnumModel extends DefinitionName {
  readonly values: readonly (readonly [name: string, number: number])[];
}

export interface FieldModel {
  readonly name: string;
  readonly number: number;
  readonly type: FieldType;
  readonly repeated: boolean;
  /** The key's type when the field is a map; `type` is the value's then. */
  readonly mapKey?: string;
  /** A default value is sent too: a member of a oneof, or marked `optional`. */
  readonly explicitPresence: boolean;
  /** Which of the message's oneofs the field belongs to, from 1. */
  readonly oneof?: number;
}

export type FieldType =
  | { readonly kind: "scalar"; readonly name: string }
  | { readonly kind: "enum" | "message"; readonly name: DefinitionName };

/** Whether the type has a JSON form of its own, which the codec knows by heart. */
export function isWellKnown(name: DefinitionName): boolean {
  return name.packageName === "google.protobuf";
}

/** Everything that `files` define, the messages of `names`, and whatever these refer to. */
export function modelDefinitions(
  root: protobuf.Root,
  { files, names }: { readonly files: readonly string[]; readonly names: readonly string[] },
): DefinitionModel {
  const messages = new Map<string, MessageModel>();
  const enums = new Map<string, EnumModel>();
  const pending: protobuf.ReflectionObject[] = [
    ...definedIn(root, files),
    ...names.map((name) => root.lookupType(name)),
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const name = nameOf(next);
    if (messages.has(name.fullName) || enums.has(name.fullName)) continue;
    if (next instanceof protobuf.Enum)
      enums.set(name.fullName, { ...name, values: Object.entries(next.values) });
    if (!(next instanceof protobuf.Type)) continue;
    messages.set(name.fullName, { ...name, fields: modelFields(next) });
    pending.push(...next.nestedArray, ...next.fieldsArray.flatMap((field) => field.resolvedType ?? []));
  }
  return { messages: byFullName(messages.values()), enums: byFullName(enums.values()) };
}

function definedIn(root: protobuf.Root, files: readonly string[]): protobuf.ReflectionObject[] {
  const found: protobuf.ReflectionObject[] = [];
  const visit = (namespace: protobuf.NamespaceBase): void => {
    for (const object of namespace.nestedArray) {
      const isType = object instanceof protobuf.Type;
      if (isType && files.some((file) => object.filename?.endsWith(`/${file}`))) found.push(object);
      if (object instanceof protobuf.Namespace) visit(object);
    }
  };
  visit(root);
  return found;
}

function nameOf(object: protobuf.ReflectionObject): DefinitionName {
  const path = [object.name];
  let outer = object.parent;
  for (; outer instanceof protobuf.Type; outer = outer.parent) path.unshift(outer.name);
  return { fullName: object.fullName.slice(1), packageName: outer?.fullName.slice(1) ?? "", path };
}

function modelFields(message: protobuf.Type): readonly FieldModel[] {
  const oneofs = message.oneofsArray;
  return [...message.fieldsArray].sort((a, b) => a.id - b.id).map((field) => modelField(field, oneofs));
}

function modelField(field: protobuf.Field, oneofs: readonly protobuf.OneOf[]): FieldModel {
  const proto3Optional = field.options?.["proto3_optional"] === true;
  const oneof = field.partOf && !proto3Optional ? oneofs.indexOf(field.partOf) + 1 : undefined;
  if (field.repeated && isPackable(field) && !field.packed)
    throw new Error(`${field.fullName} is not packed`);
  return {
    name: field.name,
    number: field.id,
    type: fieldType(field),
    repeated: field.repeated,
    ...(field instanceof protobuf.MapField && { mapKey: field.keyType }),
    explicitPresence: field.partOf !== null || proto3Optional,
    ...(oneof !== undefined && { oneof }),
  };
}

function fieldType(field: protobuf.Field): FieldType {
  const resolved = field.resolvedType;
  if (!resolved) return { kind: "scalar", name: field.type };
  return { kind: resolved instanceof protobuf.Enum ? "enum" : "message", name: nameOf(resolved) };
}

function isPackable(field: protobuf.Field): boolean {
  return !(field.resolvedType instanceof protobuf.Type) && field.type !== "string" && field.type !== "bytes";
}

function byFullName<T extends DefinitionName>(definitions: Iterable<T>): readonly T[] {
  return [...definitions].sort((a, b) => (a.fullName < b.fullName ? -1 : 1));
}
