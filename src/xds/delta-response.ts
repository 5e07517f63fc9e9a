import { WireWriter } from "../envoy/codec/wire-writer.ts";
import type { Resource } from "../envoy/resource.ts";
import type { SendEffect } from "./delta-event.ts";

/**
 * The bytes of a service.discovery.v3.DeltaDiscoveryResponse.
 *
 * A resource's entry is encoded once for all streams and all responses; a response is their concatenation, which
 * Protocol Buffers allows in any order of fields.
 */
export function encodeDeltaResponse({
  resources,
  typeUrl,
  nonce,
  removed,
}: Omit<SendEffect, "kind">): Buffer {
  const rest = new WireWriter();
  writeText(rest, responseField.typeUrl, typeUrl);
  writeText(rest, responseField.nonce, nonce);
  for (const name of removed) writeText(rest, responseField.removedResources, name);
  return Buffer.concat([...resources.map(entryOf), rest.finish()]);
}

const responseField = { resources: 2, typeUrl: 4, nonce: 5, removedResources: 6 } as const;
const resourceField = { version: 1, resource: 2, name: 3 } as const;
const anyField = { typeUrl: 1, value: 2 } as const;

const entries = new WeakMap<Resource, Uint8Array>();

function entryOf(resource: Resource): Uint8Array {
  const known = entries.get(resource);
  if (known) return known;
  const entry = encodeEntry(resource);
  entries.set(resource, entry);
  return entry;
}

/** One element of `resources`, with its tag and length. */
function encodeEntry(resource: Resource): Uint8Array {
  const writer = new WireWriter();
  writeTag(writer, responseField.resources);
  const entry = writer.begin();
  writeText(writer, resourceField.version, resource.version);
  writeTag(writer, resourceField.resource);
  const any = writer.begin();
  writeText(writer, anyField.typeUrl, resource.typeUrl);
  writeTag(writer, anyField.value);
  writer.bytes(resource.bytes());
  writer.end(any);
  writeText(writer, resourceField.name, resource.name);
  writer.end(entry);
  return writer.finish();
}

function writeText(writer: WireWriter, field: number, text: string): void {
  writeTag(writer, field);
  writer.text(text);
}

/** All fields here are length-delimited, wire type 2. */
function writeTag(writer: WireWriter, field: number): void {
  writer.varint(field * 8 + 2);
}
