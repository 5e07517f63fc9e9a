import type { ResponseOf } from "../../wire/protocol/provider-calls.ts";
import type { CtyMap } from "../../wire/value/cty-value.ts";
import { isCtyMap } from "../../wire/value/cty-value.ts";
import { valueFromJson } from "../../wire/value/json.ts";
import { MalformedValue } from "../../wire/value/malformed-value.ts";
import { valueFromMsgpack, valueToMsgpack } from "../../wire/value/msgpack.ts";
import { objectType } from "../schema.ts";
import type { Schema } from "../schema.ts";

type WireValue = NonNullable<ResponseOf<"ReadResource">["newState"]>;

/** The object of a schema that a call brings; undefined for none. */
export function optionalObject(value: ReceivedValue | undefined, { attributes }: Schema): CtyMap | undefined {
  if (!value || (value.msgpack.length === 0 && value.json.length === 0)) return undefined;
  const type = objectType(attributes);
  const object =
    value.msgpack.length > 0
      ? valueFromMsgpack(value.msgpack, type)
      : valueFromJson(new TextDecoder().decode(value.json), type);
  if (object === null) return undefined;
  if (!isCtyMap(object)) throw new MalformedValue("an object that is unknown as a whole");
  return object;
}

/** The object of a schema that a call has to bring. */
export function requiredObject(value: ReceivedValue | undefined, schema: Schema): CtyMap {
  const object = optionalObject(value, schema);
  if (!object) throw new MalformedValue("no object where the protocol has one");
  return object;
}

export function objectToWire(object: CtyMap | undefined, { attributes }: Schema): WireValue {
  return { msgpack: valueToMsgpack(object ?? null, objectType(attributes)) };
}

interface ReceivedValue {
  readonly msgpack: Uint8Array;
  readonly json: Uint8Array;
}
