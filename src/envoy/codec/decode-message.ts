import type { CodecPath } from "./codec-error.ts";
import { BadValue, locatingErrors, shown } from "./codec-error.ts";
import { toBase64 } from "./base64.ts";
import type { FieldDescriptor, FieldType, MapKey, MessageDescriptor } from "./message-descriptor.ts";
import { isKnownMessage, maxDepth, messageDescriptor } from "./message-descriptor.ts";
import { anyTypeName, hasValueForm, wellKnownTypes } from "./well-known-types.ts";
import type { ScalarValue, ValueCodec } from "./value-codec.ts";
import type { WireType } from "./wire-reader.ts";
import { WireReader } from "./wire-reader.ts";

/**
 * The proto3-JSON form (field names as in the definitions) of an encoded message.
 *
 * Unknown fields are skipped and integers of 64 bits become digits. An Any whose type is unknown keeps its bytes:
 * `{"@type": …, "value": <base64>}`. Throws {@link EnvoyCodecError} for an unknown message, for bytes that end early or
 * are no such message, and for more than 100 levels of messages.
 */
export function decodeMessage(typeName: string, bytes: Uint8Array): object {
  const decoder = new MessageDecoder(bytes);
  return locatingErrors(typeName, decoder.path, () => decoder.decode(typeName));
}

type Fields = Record<string, unknown>;

class MessageDecoder {
  readonly path: CodecPath = [];
  #reader: WireReader;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#reader = new WireReader(bytes);
  }

  decode(typeName: string): object {
    const json = this.#message(typeName, undefined);
    if (typeof json !== "object" || json === null) throw new BadValue(`${typeName} is no object in JSON`);
    return json;
  }

  /** Reads to the end of what is open; `earlier` is what the same field held before. */
  #message(typeName: string, earlier: unknown): unknown {
    if (this.#depth === maxDepth) throw new BadValue(`more than ${maxDepth} levels of messages`);
    const descriptor = messageDescriptor(typeName);
    if (!descriptor) throw new BadValue(`no message is called ${shown(typeName)}`);
    this.#depth += 1;
    const json = this.#content(typeName, descriptor, earlier);
    this.#depth -= 1;
    return json;
  }

  #content(typeName: string, descriptor: MessageDescriptor, earlier: unknown): unknown {
    if (typeName === anyTypeName) return this.#any();
    const wellKnown = wellKnownTypes.get(typeName);
    if (wellKnown) return wellKnown.toJson(this.#fields(descriptor, {}));
    // A message sent in several parts is their merger; one with a JSON form of its own is never split.
    return this.#fields(descriptor, isFields(earlier) ? earlier : {});
  }

  #fields(descriptor: MessageDescriptor, target: Fields): Fields {
    while (!this.#reader.atEnd) {
      const { number, wireType } = this.#reader.tag();
      const field = descriptor.fieldsByNumber.get(number);
      if (!field) {
        this.#reader.skip(wireType);
        continue;
      }
      this.path.push(field.name);
      this.#field(field, wireType, target);
      if (field.oneof !== undefined) clearRivals(descriptor, field, target);
      this.path.pop();
    }
    return target;
  }

  #field(field: FieldDescriptor, wireType: WireType, target: Fields): void {
    if (field.mapKey) this.#entry(field.type, field.mapKey, mapIn(target, field.name), wireType);
    else if (field.shape === "list") this.#element(field.type, wireType, listIn(target, field.name));
    else this.#single(field, wireType, target);
  }

  #single({ name, type, explicitPresence }: FieldDescriptor, wireType: WireType, target: Fields): void {
    const value = this.#value(type, wireType, target[name]);
    const isAbsence = type.kind === "value" && !explicitPresence && type.codec.isDefault(value);
    if (isAbsence) Reflect.deleteProperty(target, name);
    else target[name] = value;
  }

  /** One element, or several packed together: a receiver takes both. */
  #element(type: FieldType, wireType: WireType, list: unknown[]): void {
    const isPacked = type.kind === "value" && type.codec.wireType !== 2 && wireType === 2;
    if (!isPacked) {
      this.#inList(list, () => this.#value(type, wireType, undefined));
      return;
    }
    const outerEnd = this.#reader.open();
    while (!this.#reader.atEnd) this.#inList(list, () => type.codec.read(this.#reader));
    this.#reader.close(outerEnd);
  }

  #inList(list: unknown[], read: () => unknown): void {
    this.path.push(list.length);
    list.push(read());
    this.path.pop();
  }

  #entry(type: FieldType, { codec }: MapKey, map: Fields, wireType: WireType): void {
    expectWireType(2, wireType);
    const outerEnd = this.#reader.open();
    let key = codec.default;
    let value: unknown;
    while (!this.#reader.atEnd) {
      const { number, wireType: partType } = this.#reader.tag();
      if (number === 1) key = this.#scalar(codec, partType);
      else if (number === 2) value = this.#value(type, partType, undefined);
      else this.#reader.skip(partType);
    }
    this.#reader.close(outerEnd);
    setOwn(map, String(key), value ?? this.#absent(type));
  }

  #value(type: FieldType, wireType: WireType, earlier: unknown): unknown {
    if (type.kind === "value") return this.#scalar(type.codec, wireType);
    expectWireType(2, wireType);
    const outerEnd = this.#reader.open();
    const json = this.#message(type.typeName, earlier);
    this.#reader.close(outerEnd);
    return json;
  }

  #scalar(codec: ValueCodec, wireType: WireType): ScalarValue {
    expectWireType(codec.wireType, wireType);
    return codec.read(this.#reader);
  }

  /** What an entry without a value maps to. */
  #absent(type: FieldType): unknown {
    return type.kind === "value" ? type.codec.default : this.#nested(type.typeName, new Uint8Array());
  }

  #any(): Fields {
    let typeUrl = "";
    let content: Uint8Array = new Uint8Array();
    while (!this.#reader.atEnd) {
      const { number, wireType } = this.#reader.tag();
      if (number !== 1 && number !== 2) {
        this.#reader.skip(wireType);
        continue;
      }
      expectWireType(2, wireType);
      if (number === 1) typeUrl = this.#reader.text();
      else content = this.#reader.bytes();
    }
    if (typeUrl === "") return {};
    const typeName = typeUrl.slice(typeUrl.lastIndexOf("/") + 1);
    if (!isKnownMessage(typeName)) return { "@type": typeUrl, value: toBase64(content) };
    const json = this.#nested(typeName, content);
    if (hasValueForm(typeName) || !isFields(json)) return { "@type": typeUrl, value: json };
    return { "@type": typeUrl, ...json };
  }

  /** A message that is not part of what is being read. */
  #nested(typeName: string, bytes: Uint8Array): unknown {
    const outer = this.#reader;
    this.#reader = new WireReader(bytes);
    const json = this.#message(typeName, undefined);
    this.#reader = outer;
    return json;
  }
}

/** Of a oneof's members, the last on the wire counts. */
function clearRivals(descriptor: MessageDescriptor, field: FieldDescriptor, target: Fields): void {
  for (const other of descriptor.fieldsByName.values()) {
    if (other !== field && other.oneof === field.oneof) Reflect.deleteProperty(target, other.name);
  }
}

function expectWireType(expected: WireType, actual: WireType): void {
  if (actual !== expected) throw new BadValue(`wire type ${actual} instead of ${expected}`);
}

function listIn(target: Fields, name: string): unknown[] {
  const existing: unknown = target[name];
  if (Array.isArray(existing)) return existing;
  const list: unknown[] = [];
  target[name] = list;
  return list;
}

function mapIn(target: Fields, name: string): Fields {
  const existing = target[name];
  if (isFields(existing)) return existing;
  const map: Fields = {};
  target[name] = map;
  return map;
}

/** Like an assignment, for a key from the wire, which may be `__proto__`. */
function setOwn(target: Fields, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
