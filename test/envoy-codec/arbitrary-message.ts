import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { ScalarType } from "@bufbuild/protobuf";
import fc from "fast-check";

/**
 * Random messages of a definition in proto3-JSON form: up to four fields each, at most one of a oneof, and `depth`
 * levels. What `resolve` finds for the names of `anyTypeNames` goes into an Any.
 */
export function arbitraryMessage(
  message: DescMessage,
  depth: number,
  resolve: (typeName: string) => DescMessage,
): fc.Arbitrary<object> {
  const fields = fc.uniqueArray(fc.constantFrom(...message.fields, undefined), {
    maxLength: 4,
    selector: (field) => field?.oneof?.name ?? field?.name,
  });
  return fields.chain((chosen) => {
    const values = chosen.flatMap((field) =>
      field ? [[field.name, arbitraryField(field, depth, resolve)] as const] : [],
    );
    return fc.record(Object.fromEntries(values));
  });
}

/** Types with and without fields, and with a JSON form of their own. */
const anyTypeNames = [
  "envoy.config.rbac.v3.Action",
  "envoy.extensions.filters.http.fault.v3.HTTPFault",
  "envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer",
  "google.protobuf.Struct",
  "google.protobuf.UInt32Value",
];

type Resolve = (typeName: string) => DescMessage;

function arbitraryField(field: DescField, depth: number, resolve: Resolve): fc.Arbitrary<unknown> {
  const single = arbitrarySingle(field, depth, resolve);
  switch (field.fieldKind) {
    case "list":
      return fc.array(single, { maxLength: 3 });
    case "map":
      return arbitraryMap(field.mapKey === ScalarType.STRING, single);
    default:
      return single;
  }
}

function arbitrarySingle(field: DescField, depth: number, resolve: Resolve): fc.Arbitrary<unknown> {
  if (field.message) return arbitraryContent(field.message, depth - 1, resolve);
  if (field.enum?.typeName === "google.protobuf.NullValue") return fc.constant(null);
  if (field.enum) return fc.constantFrom(...field.enum.values.map(({ name }) => name));
  return arbitraryScalar(field.scalar);
}

/** With numbers for keys only one entry: their order in an object is none that an encoder chooses. */
function arbitraryMap(hasTextKeys: boolean, value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  if (!hasTextKeys) return fc.tuple(int32, value).map(([key, content]) => ({ [String(key)]: content }));
  const entries = fc.uniqueArray(fc.tuple(key, value), { maxLength: 3, selector: ([name]) => name });
  return entries.map((pairs) => Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function arbitraryContent(message: DescMessage, depth: number, resolve: Resolve): fc.Arbitrary<unknown> {
  if (message.typeName === "google.protobuf.Any") return depth > 0 ? arbitraryAny(depth, resolve) : emptyAny;
  const wellKnown = wellKnownTypes[message.typeName];
  if (wellKnown) return wellKnown;
  return depth > 0 ? arbitraryMessage(message, depth, resolve) : fc.constant({});
}

function arbitraryAny(depth: number, resolve: Resolve): fc.Arbitrary<object> {
  return fc.constantFrom(...anyTypeNames).chain((typeName) => {
    const type = { "@type": `type.googleapis.com/${typeName}` };
    const wellKnown = wellKnownTypes[typeName];
    if (wellKnown) return wellKnown.map((value) => ({ ...type, value }));
    return arbitraryMessage(resolve(typeName), depth - 1, resolve).map((content) => ({
      ...type,
      ...content,
    }));
  });
}

function arbitraryScalar(type: ScalarType | undefined): fc.Arbitrary<unknown> {
  switch (type) {
    case ScalarType.BOOL:
      return fc.boolean();
    case ScalarType.BYTES:
      return fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString("base64"));
    case ScalarType.DOUBLE:
      return fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom("NaN", "-Infinity"),
      );
    case ScalarType.INT32:
      return int32;
    case ScalarType.INT64:
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
    case ScalarType.UINT32:
      return uint32;
    case ScalarType.UINT64:
      return uint64;
    case ScalarType.STRING:
      return text;
    default:
      throw new Error(`No arbitrary for scalar type ${String(type)}`);
  }
}

const int32 = fc.oneof(fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)), fc.integer());
const uint32 = fc.oneof(fc.constantFrom(0, 127, 128, 2 ** 28, 2 ** 32 - 1), fc.nat(2 ** 32 - 1));
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ minLength: 120, maxLength: 300 }));
const key = fc.stringMatching(/^[a-z][a-z.]{0,5}$/);
const emptyAny = fc.constant({ "@type": `type.googleapis.com/${anyTypeNames[2] ?? ""}` });

const jsonValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), text),
    fc.array(tie("value"), { maxLength: 3 }),
    arbitraryMap(true, tie("value")),
  ),
})).value;

const nanos = fc.constantFrom("", ".000000001", ".500", ".000250", ".999999999");

const wellKnownTypes: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  "google.protobuf.BoolValue": fc.boolean(),
  "google.protobuf.DoubleValue": arbitraryScalar(ScalarType.DOUBLE),
  "google.protobuf.Duration": fc.tuple(fc.integer(), nanos).map(([seconds, part]) => `${seconds}${part}s`),
  "google.protobuf.ListValue": fc.array(jsonValue, { maxLength: 3 }),
  "google.protobuf.Struct": arbitraryMap(true, jsonValue),
  "google.protobuf.Timestamp": fc
    .tuple(fc.date({ noInvalidDate: true, min: new Date("0001-01-02"), max: new Date("9999-12-30") }), nanos)
    .map(([date, part]) => `${date.toISOString().slice(0, 19)}${part}Z`),
  "google.protobuf.UInt32Value": uint32,
  "google.protobuf.UInt64Value": uint64,
  "google.protobuf.Value": jsonValue,
};
