import {
  bool,
  bytes,
  integer,
  list,
  nested,
  oneOf,
  presentInteger,
  presentText,
  text,
} from "../protobuf/fields.ts";
import { message } from "../protobuf/message-codec.ts";

/** Messages of Terraform's plugin protocol 6 that several calls use; field numbers as in its minor version 6.8. */

/** A value: one of the two forms. Only MessagePack holds unknown values. */
export const dynamicValue = message({ msgpack: bytes(1), json: bytes(2) });

const pathStep = message({
  attributeName: presentText(1),
  elementKeyText: presentText(2),
  elementKeyNumber: presentInteger(3),
});

export const attributePath = message({ steps: list(1, pathStep) });

export const diagnostic = message({
  severity: oneOf(1, ["invalid", "error", "warning"]),
  summary: text(2),
  detail: text(3),
  attribute: nested(4, attributePath),
});

export const clientCapabilities = message({ deferralAllowed: bool(1), writeOnlyAllowed: bool(2) });

export const serverCapabilities = message({
  planDestroy: bool(1),
  getProviderSchemaOptional: bool(2),
  moveResourceState: bool(3),
});

export const deferred = message({
  reason: oneOf(1, ["unknown", "resource-config-unknown", "provider-config-unknown", "absent-prerequisite"]),
});

export const rawState = message({ json: bytes(1) });

/** How a description is written; ours are Markdown throughout. */
const descriptionKinds = ["plain", "markdown"] as const;

const attributeFields = {
  name: text(1),
  /** The type's JSON; empty when `nestedType` says it. */
  type: bytes(2),
  description: text(3),
  required: bool(4),
  optional: bool(5),
  computed: bool(6),
  sensitive: bool(7),
  descriptionKind: oneOf(8, descriptionKinds),
  deprecated: bool(9),
  writeOnly: bool(11),
};

/** How deep attributes may nest: each level is a message type of its own, so that their types stay finite. */
const leafAttribute = message(attributeFields);
const innerObject = message({
  attributes: list(1, leafAttribute),
  nesting: oneOf(3, ["invalid", "single", "list", "set", "map"]),
});
const innerAttribute = message({ ...attributeFields, nestedType: nested(10, innerObject) });
const object = message({
  attributes: list(1, innerAttribute),
  nesting: oneOf(3, ["invalid", "single", "list", "set", "map"]),
});
const attribute = message({ ...attributeFields, nestedType: nested(10, object) });

const block = message({
  version: integer(1),
  attributes: list(2, attribute),
  description: text(4),
  descriptionKind: oneOf(5, descriptionKinds),
  deprecated: bool(6),
});

export const schema = message({ version: integer(1), block: nested(2, block) });

const functionParameter = message({
  name: text(1),
  type: bytes(2),
  allowNullValue: bool(3),
  allowUnknownValues: bool(4),
  description: text(5),
  descriptionKind: oneOf(6, descriptionKinds),
});

export const functionDefinition = message({
  parameters: list(1, functionParameter),
  variadicParameter: nested(2, functionParameter),
  return: nested(3, message({ type: bytes(1) })),
  summary: text(4),
  description: text(5),
  descriptionKind: oneOf(6, descriptionKinds),
  deprecationMessage: text(7),
});

export const functionError = message({ text: text(1), functionArgument: presentInteger(2) });
