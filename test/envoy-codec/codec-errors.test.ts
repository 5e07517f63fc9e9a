import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { EnvoyCodecError } from "../../src/envoy/codec/codec-error.ts";
import { decodeMessage } from "../../src/envoy/codec/decode-message.ts";
import { encodeMessage } from "../../src/envoy/codec/encode-message.ts";
import { messages } from "./messages.ts";

const clusterType = "envoy.config.cluster.v3.Cluster";
const listenerType = "envoy.config.listener.v3.Listener";

describe("encoding refuses", () => {
  const inAny = (content: object): object => ({ transport_socket: { typed_config: content } });
  const tls = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext";

  test.each<{
    readonly what: string;
    readonly message: object;
    readonly path: string;
    readonly reason: string;
  }>([
    {
      what: "an unknown field",
      message: { nam: "api" },
      path: "",
      reason: `${clusterType} has no field "nam"`,
    },
    {
      what: "an unknown field in a list",
      message: { health_checks: [{}, { time_out: "1s" }] },
      path: "health_checks[1]",
      reason: 'envoy.config.core.v3.HealthCheck has no field "time_out"',
    },
    {
      what: "an unknown field inside an Any",
      message: inAny({ "@type": tls, snl: "api" }),
      path: "transport_socket.typed_config",
      reason: 'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext has no field "snl"',
    },
    {
      what: "the name of a prototype's member",
      message: { toString: "x" },
      path: "",
      reason: `${clusterType} has no field "toString"`,
    },
    {
      what: "an Any of an unknown type",
      message: inAny({ "@type": "type.googleapis.com/constructor" }),
      path: "transport_socket.typed_config",
      reason: 'no message is called "constructor"',
    },
    {
      what: "an Any without a type",
      message: inAny({ sni: "api" }),
      path: "transport_socket.typed_config",
      reason: '"@type" is undefined and must begin with type.googleapis.com/',
    },
    {
      what: "a field beside the value of a well-known type",
      message: inAny({ "@type": "type.googleapis.com/google.protobuf.BoolValue", value: true, more: 1 }),
      path: "transport_socket.typed_config",
      reason: 'no field "more" beside "@type" and "value"',
    },
    {
      what: "two of a oneof",
      message: { type: "EDS", cluster_type: {} },
      path: "",
      reason: "type and cluster_type exclude each other",
    },
    {
      what: "an unknown enum name",
      message: { type: "DNS" },
      path: "type",
      reason: `"DNS" is none of the enum's names`,
    },
    { what: "a number for text", message: { name: 1 }, path: "name", reason: "1 is no text" },
    { what: "null", message: { name: null }, path: "name", reason: "null is no text" },
    {
      what: "half a surrogate pair",
      message: { name: "a\ud800" },
      path: "name",
      reason: "text with half a surrogate pair",
    },
    {
      what: "text for a boolean",
      message: { respect_dns_ttl: "yes" },
      path: "respect_dns_ttl",
      reason: '"yes" is no boolean',
    },
    {
      what: "an integer out of range",
      message: { per_connection_buffer_limit_bytes: -1 },
      path: "per_connection_buffer_limit_bytes.value",
      reason: "-1 is no integer from 0 to 4294967295",
    },
    {
      what: "a fraction",
      message: { circuit_breakers: { thresholds: [{ max_requests: 1.5 }] } },
      path: "circuit_breakers.thresholds[0].max_requests.value",
      reason: "1.5 is no integer from 0 to 4294967295",
    },
    {
      what: "a duration in minutes",
      message: { connect_timeout: "5m" },
      path: "connect_timeout",
      reason: '"5m" is no duration',
    },
    {
      what: "an object for a list",
      message: { health_checks: {} },
      path: "health_checks",
      reason: "an object is no list",
    },
    {
      what: "a list for a message",
      message: { eds_cluster_config: [] },
      path: "eds_cluster_config",
      reason: "a list is no object",
    },
    {
      what: "a map's bad value",
      message: { metadata: { filter_metadata: { "a.b": 1 } } },
      path: "metadata.filter_metadata.a.b.fields",
      reason: "1 is no object",
    },
  ])("$what", ({ message, path, reason }) => {
    expect(thrownBy(() => encodeMessage(clusterType, message))).toMatchObject({
      typeName: clusterType,
      path,
      reason,
    });
  });

  test("an unknown message", () => {
    expect(() => encodeMessage("envoy.Nothing", {})).toThrow(
      'envoy.Nothing: no message is called "envoy.Nothing"',
    );
  });

  test("a cycle", () => {
    const struct: Record<string, unknown> = {};
    struct["again"] = struct;
    const error = thrownBy(() =>
      encodeMessage(clusterType, { metadata: { filter_metadata: { a: struct } } }),
    );
    expect(error).toMatchObject({ reason: "more than 100 levels of messages" });
  });
});

describe("decoding", () => {
  const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

  test.each<{ readonly what: string; readonly hex: string; readonly path: string; readonly reason: string }>([
    { what: "a length past the end", hex: "0a 05 61", path: "name", reason: "the bytes end early" },
    {
      what: "an enormous length",
      hex: "0a ff ff ff ff ff ff ff ff 7f",
      path: "name",
      reason: "the bytes end early",
    },
    { what: "a tag that ends early", hex: "8a", path: "", reason: "the bytes end early" },
    {
      what: "an endless varint",
      hex: "f8 01 ff ff ff ff ff ff ff ff ff ff 01",
      path: "close_connections_on_host_health_failure",
      reason: "a varint of more than ten bytes",
    },
    { what: "field number 0", hex: "00 00", path: "", reason: "field number 0" },
    { what: "a group", hex: "0b 0c", path: "", reason: "wire type 3" },
    { what: "another wire type", hex: "08 01", path: "name", reason: "wire type 0 instead of 2" },
    { what: "text that is not UTF-8", hex: "0a 01 ff", path: "name", reason: "text that is not UTF-8" },
    {
      what: "a nested length past its message",
      hex: "1a 02 12 7f",
      path: "eds_cluster_config.service_name",
      reason: "the bytes end early",
    },
    {
      what: "a duration whose parts contradict",
      hex: "22 0d 08 01 10 ff ff ff ff ff ff ff ff ff 01",
      path: "connect_timeout",
      reason: "1 seconds and -1 nanoseconds are no duration",
    },
  ])("refuses $what", ({ hex, path, reason }) => {
    expect(thrownBy(() => decodeMessage(clusterType, bytes(hex)))).toMatchObject({ path, reason });
  });

  test.each([
    { what: "an unknown field", hex: "f2 ff 7f 01 61 0a 01 61", json: { name: "a" } },
    { what: "defaults, as absence", hex: "0a 00 30 00", json: {} },
    { what: "the last of two", hex: "0a 01 61 0a 01 62", json: { name: "b" } },
    { what: "the last of a oneof", hex: "10 03 b2 02 03 0a 01 61", json: { cluster_type: { name: "a" } } },
    {
      what: "a message in two parts as their merger",
      hex: "1a 03 12 01 61 1a 02 0a 00",
      json: { eds_cluster_config: { service_name: "a", eds_config: {} } },
    },
    { what: "a newer peer's enum value as its number", hex: "10 63", json: { type: 99 } },
    { what: "a byte order mark", hex: "0a 03 ef bb bf", json: { name: "\ufeff" } },
  ])("takes $what", ({ hex, json }) => {
    expect(decodeMessage(clusterType, bytes(hex))).toEqual(json);
  });

  test("takes elements that should be packed and are not", () => {
    // filter_chains { filter_chain_match { source_ports: 1, then 2 } }
    expect(decodeMessage(listenerType, bytes("1a 06 0a 04 38 01 38 02"))).toEqual({
      filter_chains: [{ filter_chain_match: { source_ports: [1, 2] } }],
    });
  });

  test("keeps the bytes of an Any it does not know", () => {
    const any = bytes("0a 05 78 2f 65 2e 58 12 02 08 01");
    expect(decodeMessage("google.protobuf.Any", any)).toEqual({ "@type": "x/e.X", value: "CAE=" });
  });

  test("gives a map's key no power over prototypes", () => {
    const json = {
      metadata: { filter_metadata: { a: JSON.parse('{"__proto__": {"polluted": true}}') as object } },
    };
    const decoded = decodeMessage(clusterType, encodeMessage(clusterType, json));
    expect(JSON.stringify(decoded)).toBe(JSON.stringify(json));
    expect("polluted" in {}).toBe(false);
  });

  test("refuses a nesting of more than 100 levels", () => {
    // A list within a value within a list, and so on.
    let nested: Uint8Array = new Uint8Array();
    for (let depth = 0; depth < 200; depth += 1)
      nested = lengthPrefixed(depth % 2 === 0 ? 0x32 : 0x0a, nested);
    const error = thrownBy(() => decodeMessage("google.protobuf.ListValue", nested));
    expect(error).toMatchObject({ reason: "more than 100 levels of messages" });
  });

  test("of damaged bytes gives a message or an EnvoyCodecError", () => {
    const damaged = fc.constantFrom(...messages).chain(({ typeName, message }) => {
      const good = encodeMessage(typeName, message);
      const length = fc.oneof({ weight: 3, arbitrary: fc.constant(good.length) }, fc.nat(good.length));
      const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 3 });
      return fc.record({ typeName: fc.constant(typeName), bytes: fc.constant(good), length, changes });
    });
    let intact = 0;
    fc.assert(
      fc.property(damaged, ({ typeName, bytes, length, changes }) => {
        const copy = bytes.slice(0, length);
        for (const [at, value] of changes) copy[at] = value;
        const outcome = outcomeOf(() => decodeMessage(typeName, copy));
        expect(outcome instanceof EnvoyCodecError || !(outcome instanceof Error)).toBe(true);
        intact += Number(!(outcome instanceof Error));
      }),
      { numRuns: 500, seed: 1 },
    );
    // Both outcomes occurred.
    expect(intact).toBeGreaterThan(100);
    expect(intact).toBeLessThan(400);
  });
});

function lengthPrefixed(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  const prefix = length < 128 ? [tag, length] : [tag, (length & 0x7f) | 0x80, length >> 7];
  return new Uint8Array([...prefix, ...content]);
}

function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

function thrownBy(work: () => unknown): EnvoyCodecError {
  const outcome = outcomeOf(work);
  if (outcome instanceof EnvoyCodecError) return outcome;
  throw new Error(`No EnvoyCodecError but ${String(outcome)}`);
}
