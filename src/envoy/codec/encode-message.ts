import type { CodecPath } from "./codec-error.ts";
import { BadValue, locatingErrors, shown } from "./codec-error.ts";
import { isMembers } from "./json-form.ts";
import type { FieldDescriptor, FieldType, MapKey } from "./message-descriptor.ts";
import { maxDepth, messageDescriptor } from "./message-descriptor.ts";
import { anyTypeName, anyTypeUrlPrefix, hasValueForm, wellKnownTypes } from "./well-known-types.ts";
import type { WireType } from "./wire-reader.ts";
import { WireWriter } from "./wire-writer.ts";

/**
 * The protobuf encoding of a message in proto3-JSON form (field names as in the definitions).
 *
 * Deterministic: fields by number, map entries by key, defaults left out where they mean absence. Throws
 * {@link EnvoyCodecError} for an unknown message or field, a value its type does not allow, two members of one oneof,
 * or more than 100 levels of messages.
 */
export function encodeMessage(typeName: string, message: object): Uint8Array {
  const encoder = new MessageEncoder();
  return locatingErrors(typeName, encoder.path, () => encoder.encode(typeName, message));
}

class MessageEncoder {
  readonly path: CodecPath = [];
  readonly #writer = new WireWriter();
  #depth = 0;

  encode(typeName: string, message: unknown): Uint8Array {
    this.#message(typeName, message);
    return this.#writer.finish();
  }

  #message(typeName: string, json: unknown): void {
    if (this.#depth === maxDepth) throw new BadValue(`more than ${maxDepth} levels of messages`);
    this.#depth += 1;
    if (typeName === anyTypeName) this.#any(fieldsOf(json));
    else this.#fields(typeName, wellKnownTypes.get(typeName)?.toFields(json) ?? fieldsOf(json));
    this.#depth -= 1;
  }

  #fields(typeName: string, json: Readonly<Record<string, unknown>>): void {
    for (const field of fieldsInOrder(typeName, json)) {
      this.path.push(field.name);
      this.#field(field, json[field.name]);
      this.path.pop();
    }
  }

  #field(field: FieldDescriptor, value: unknown): void {
    if (field.mapKey) this.#map(field, field.mapKey, value);
    else if (field.shape === "list") this.#list(field, value);
    else this.#single(field, value);
  }

  #single({ number, type, explicitPresence }: FieldDescriptor, value: unknown): void {
    const isAbsence = type.kind === "value" && !explicitPresence && type.codec.isDefault(value);
    if (!isAbsence) this.#tagged(number, type, value);
  }

  #list({ number, type }: FieldDescriptor, value: unknown): void {
    const values = listOf(value);
    if (values.length === 0) return;
    const isPacked = type.kind === "value" && type.codec.wireType !== 2;
    if (isPacked) this.#tag(number, 2);
    const start = isPacked ? this.#writer.begin() : 0;
    for (let at = 0; at < values.length; at += 1) {
      this.path.push(at);
      if (isPacked) type.codec.write(this.#writer, values[at]);
      else this.#tagged(number, type, values[at]);
      this.path.pop();
    }
    if (isPacked) this.#writer.end(start);
  }

  #map({ number, type }: FieldDescriptor, { codec, isText }: MapKey, value: unknown): void {
    const entries = fieldsOf(value);
    for (const key of Object.keys(entries).sort()) {
      this.path.push(key);
      this.#tag(number, 2);
      const start = this.#writer.begin();
      this.#tagged(1, { kind: "value", codec }, isText ? key : Number(key));
      this.#tagged(2, type, entries[key]);
      this.#writer.end(start);
      this.path.pop();
    }
  }

  #tagged(number: number, type: FieldType, value: unknown): void {
    if (type.kind === "value") {
      this.#tag(number, type.codec.wireType);
      type.codec.write(this.#writer, value);
      return;
    }
    this.#tag(number, 2);
    const start = this.#writer.begin();
    this.#message(type.typeName, value);
    this.#writer.end(start);
  }

  #tag(number: number, wireType: WireType): void {
    this.#writer.varint(number * 8 + wireType);
  }

  #any({ "@type": typeUrl, ...content }: Readonly<Record<string, unknown>>): void {
    if (typeof typeUrl !== "string" || !typeUrl.startsWith(anyTypeUrlPrefix)) {
      throw new BadValue(`"@type" is ${shown(typeUrl)} and must begin with ${anyTypeUrlPrefix}`);
    }
    const typeName = typeUrl.slice(anyTypeUrlPrefix.length);
    this.#tag(1, 2);
    this.#writer.text(typeUrl);
    const lengthBefore = this.#writer.length;
    this.#tag(2, 2);
    const start = this.#writer.begin();
    this.#message(typeName, hasValueForm(typeName) ? valueOf(content) : content);
    // Nothing inside is the default of the field, and left out like any other.
    if (this.#writer.length === start) this.#writer.truncate(lengthBefore);
    else this.#writer.end(start);
  }
}

/** The fields that are set, by number. */
function fieldsInOrder(
  typeName: string,
  json: Readonly<Record<string, unknown>>,
): readonly FieldDescriptor[] {
  const descriptor = messageDescriptor(typeName);
  if (!descriptor) throw new BadValue(`no message is called ${shown(typeName)}`);
  const fields: FieldDescriptor[] = [];
  let isInOrder = true;
  for (const name of Object.keys(json)) {
    if (json[name] === undefined) continue;
    const field = descriptor.fieldsByName.get(name);
    if (!field) throw new BadValue(`${typeName} has no field ${shown(name)}`);
    isInOrder &&= field.number > (fields.at(-1)?.number ?? 0);
    fields.push(field);
  }
  checkOneofs(fields);
  return isInOrder ? fields : fields.sort((a, b) => a.number - b.number);
}

function checkOneofs(fields: readonly FieldDescriptor[]): void {
  const members = fields.filter((field) => field.oneof !== undefined);
  for (const [at, member] of members.entries()) {
    const rival = members.slice(at + 1).find((other) => other.oneof === member.oneof);
    if (rival) throw new BadValue(`${member.name} and ${rival.name} exclude each other`);
  }
}

/** Inside an Any, what is not an object of fields stands in a field `value`. */
function valueOf({ value, ...rest }: Readonly<Record<string, unknown>>): unknown {
  const [unknownName] = Object.keys(rest);
  if (unknownName !== undefined)
    throw new BadValue(`no field ${shown(unknownName)} beside "@type" and "value"`);
  return value;
}

function fieldsOf(json: unknown): Readonly<Record<string, unknown>> {
  if (!isMembers(json)) throw new BadValue(`${shown(json)} is no object`);
  return json;
}

function listOf(json: unknown): readonly unknown[] {
  if (!Array.isArray(json)) throw new BadValue(`${shown(json)} is no list`);
  return json;
}
