import type { DescMessage, JsonObject, JsonValue, MessageInitShape, Registry } from "@bufbuild/protobuf";
import { create, createFileRegistry, fromBinary, fromJson, toBinary, toJson } from "@bufbuild/protobuf";
import type {
  DescriptorProtoSchema,
  EnumDescriptorProtoSchema,
  FieldDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import {
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";
import { definitionFiles } from "../../tools/envoy-types/definition-files.ts";
import { loadDefinitions } from "../../tools/envoy-types/load-definitions.ts";

/**
 * protobuf-es over the same definitions: another implementation of the wire format and of ProtoJSON to compare with.
 * Its descriptors are made here from the parsed definitions, by none of the generator's code.
 */
export class ProtobufOracle {
  readonly #registry: Registry;

  constructor() {
    const root = loadDefinitions(definitionFiles, process.cwd());
    this.#registry = createFileRegistry(
      create(FileDescriptorSetSchema, { file: [...wellKnownFiles, ...filesOf(root)] }),
    );
  }

  encode(typeName: string, json: object): Uint8Array {
    const schema = this.schema(typeName);
    return toBinary(schema, fromJson(schema, json as JsonObject, { registry: this.#registry }));
  }

  decode(typeName: string, bytes: Uint8Array): JsonValue {
    const schema = this.schema(typeName);
    return toJson(schema, fromBinary(schema, bytes), { registry: this.#registry, useProtoFieldName: true });
  }

  /** Throws for a name without a definition. */
  schema(typeName: string): DescMessage {
    const schema = this.#registry.getMessage(typeName);
    if (!schema) throw new Error(`No definition of ${typeName}`);
    return schema;
  }
}

const wellKnownFiles = [
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
].map((file) => file.proto);

type FileInit = MessageInitShape<typeof FileDescriptorProtoSchema>;
type MessageInit = MessageInitShape<typeof DescriptorProtoSchema>;
type EnumInit = MessageInitShape<typeof EnumDescriptorProtoSchema>;
type FieldInit = MessageInitShape<typeof FieldDescriptorProtoSchema>;

/** One file per file of definitions, each after those it refers to. */
function filesOf(root: protobuf.Root): FileInit[] {
  const contents = new Map<string, (protobuf.Type | protobuf.Enum)[]>();
  collectDefinitions(root, contents);
  const ordered = new Map<string, FileInit>();
  const visit = (filename: string): void => {
    const definitions = contents.get(filename);
    if (!definitions || ordered.has(filename)) return;
    const messages = definitions.filter((definition) => definition instanceof protobuf.Type);
    const needed = new Set(messages.flatMap(filesReferredTo));
    needed.delete(filename);
    needed.forEach(visit);
    ordered.set(filename, {
      name: filename,
      syntax: "proto3",
      package: definitions[0]?.parent?.fullName.slice(1) ?? "",
      dependency: [...needed],
      messageType: messages.map(messageInit),
      enumType: definitions.filter((definition) => definition instanceof protobuf.Enum).map(enumInit),
    });
  };
  [...contents.keys()].forEach(visit);
  return [...ordered.values()].map((file) => create(FileDescriptorProtoSchema, file));
}

function collectDefinitions(
  namespace: protobuf.NamespaceBase,
  into: Map<string, (protobuf.Type | protobuf.Enum)[]>,
): void {
  for (const object of namespace.nestedArray) {
    const isDefinition = object instanceof protobuf.Type || object instanceof protobuf.Enum;
    if (!isDefinition && object instanceof protobuf.Namespace) collectDefinitions(object, into);
    if (!isDefinition || isForeign(object)) continue;
    into.set(object.filename ?? "", [...(into.get(object.filename ?? "") ?? []), object]);
  }
}

/** Options of definitions (proto2, no part of any message of ours), and what protobuf-es brings itself. */
function isForeign(object: protobuf.ReflectionObject): boolean {
  return (
    /^\.(validate|google\.protobuf|google\.api|udpa\.annotations|xds\.annotations)\./.test(object.fullName) &&
    !object.fullName.startsWith(".google.api.expr.")
  );
}

function filesReferredTo(message: protobuf.Type): string[] {
  const own = message.fieldsArray.flatMap(({ resolvedType }) => (resolvedType ? [fileOf(resolvedType)] : []));
  const nested = message.nestedArray.filter((object) => object instanceof protobuf.Type);
  return [...own, ...nested.flatMap(filesReferredTo)];
}

function fileOf(object: protobuf.ReflectionObject): string {
  const wellKnown = wellKnownFiles.find((file) =>
    [...file.messageType, ...file.enumType].some(
      ({ name }) => `.${file.package}.${name}` === object.fullName,
    ),
  );
  return wellKnown?.name ?? object.filename ?? "";
}

function messageInit(message: protobuf.Type): MessageInit {
  const nested = message.nestedArray;
  const maps = message.fieldsArray.filter((field) => field instanceof protobuf.MapField);
  // Synthetic oneofs, those of `optional` fields, come after the others.
  const oneofs = [...message.oneofsArray].sort((a, b) => Number(isSynthetic(a)) - Number(isSynthetic(b)));
  return {
    name: message.name,
    field: message.fieldsArray.map((field) => fieldInit(field, oneofs)),
    oneofDecl: oneofs.map(({ name }) => ({ name })),
    nestedType: [
      ...nested.filter((object) => object instanceof protobuf.Type).map(messageInit),
      ...maps.map(mapEntryInit),
    ],
    enumType: nested.filter((object) => object instanceof protobuf.Enum).map(enumInit),
  };
}

function isSynthetic(oneof: protobuf.OneOf): boolean {
  return oneof.fieldsArray.some(isOptional);
}

function isOptional(field: protobuf.Field): boolean {
  return field.options?.["proto3_optional"] === true;
}

function enumInit(definition: protobuf.Enum): EnumInit {
  return {
    name: definition.name,
    value: Object.entries(definition.values).map(([name, number]) => ({ name, number })),
  };
}

function fieldInit(field: protobuf.Field, oneofs: readonly protobuf.OneOf[]): FieldInit {
  const shared = {
    name: field.name,
    number: field.id,
    jsonName: camelCase(field.name),
    proto3Optional: isOptional(field),
  };
  if (field instanceof protobuf.MapField) {
    const typeName = `${field.parent?.fullName ?? ""}.${mapEntryName(field)}`;
    return { ...shared, label: Label.REPEATED, type: Type.MESSAGE, typeName };
  }
  return {
    ...shared,
    ...typeInit(field),
    label: field.repeated ? Label.REPEATED : Label.OPTIONAL,
    ...(field.partOf && { oneofIndex: oneofs.indexOf(field.partOf) }),
  };
}

function mapEntryInit(field: protobuf.MapField): MessageInit {
  const key = {
    name: "key",
    number: 1,
    jsonName: "key",
    label: Label.OPTIONAL,
    type: scalarType(field.keyType),
  };
  const value = { name: "value", number: 2, jsonName: "value", label: Label.OPTIONAL, ...typeInit(field) };
  return { name: mapEntryName(field), field: [key, value], options: { mapEntry: true } };
}

function mapEntryName({ name }: protobuf.MapField): string {
  const camel = camelCase(name);
  return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Entry`;
}

function typeInit({ type, resolvedType }: Pick<protobuf.Field, "type" | "resolvedType">): FieldInit {
  if (!resolvedType) return { type: scalarType(type) };
  const isEnum = resolvedType instanceof protobuf.Enum;
  return { type: isEnum ? Type.ENUM : Type.MESSAGE, typeName: resolvedType.fullName };
}

function scalarType(name: string): Type {
  const type = Object.entries(Type).find(([key]) => key === name.toUpperCase())?.[1];
  if (typeof type !== "number") throw new Error(`No scalar type ${name}`);
  return type;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
