import type { ResponseOf } from "../wire/protocol/provider-calls.ts";
import { typeToJson } from "../wire/value/type-json.ts";
import type { AttributePath } from "./attribute-path.ts";
import type { FunctionParameter, ProviderFunction } from "./provider.ts";
import type { ProviderDiagnostic } from "./provider-diagnostic.ts";
import { isComputed, isOptional } from "./schema.ts";
import type { Attribute, Attributes, Schema } from "./schema.ts";

type WireSchema = NonNullable<ResponseOf<"GetProviderSchema">["provider"]>;
type WireBlock = NonNullable<WireSchema["block"]>;
type WireAttribute = NonNullable<WireBlock["attributes"]>[number];
type WireFunction = NonNullable<ResponseOf<"GetFunctions">["functions"]>[string];
type WireDiagnostic = NonNullable<ResponseOf<"ReadResource">["diagnostics"]>[number];
type WirePath = NonNullable<WireDiagnostic["attribute"]>;

export function schemaToWire({ version, description, attributes }: Schema): WireSchema {
  return {
    version,
    block: { version, description, descriptionKind: "markdown", attributes: attributesToWire(attributes) },
  };
}

export function functionToWire(definition: ProviderFunction): WireFunction {
  const { summary, description, parameters, variadic, returns } = definition;
  return {
    summary,
    description,
    descriptionKind: "markdown",
    parameters: parameters.map(parameterToWire),
    ...(variadic && { variadicParameter: parameterToWire(variadic) }),
    return: { type: utf8(typeToJson(returns)) },
  };
}

export function diagnosticsToWire(diagnostics: readonly ProviderDiagnostic[]): readonly WireDiagnostic[] {
  return diagnostics.map(({ severity, summary, detail, path }) => ({
    severity,
    summary,
    detail,
    ...(path && { attribute: pathToWire(shownPart(path)) }),
  }));
}

/**
 * As much of a path as Terraform finds in a configuration: an attribute and an element of it. Of what lies deeper it
 * would show the head of the whole block.
 */
function shownPart(path: AttributePath): AttributePath {
  const [, element] = path;
  return path.slice(0, element && element.kind !== "attribute" ? 2 : 1);
}

export function pathToWire(path: AttributePath): WirePath {
  return {
    steps: path.map((step) => {
      switch (step.kind) {
        case "attribute":
          return { attributeName: step.name };
        case "key":
          return { elementKeyText: step.key };
        case "index":
          return { elementKeyNumber: step.index };
      }
    }),
  };
}

function attributesToWire(attributes: Attributes): readonly WireAttribute[] {
  return Object.entries(attributes).map(([name, attribute]) => attributeToWire(name, attribute));
}

function attributeToWire(name: string, attribute: Attribute): WireAttribute {
  const { description, shape, presence, sensitive, writeOnly, deprecation } = attribute;
  return {
    name,
    description,
    descriptionKind: "markdown",
    required: presence === "required",
    optional: isOptional(attribute),
    computed: isComputed(attribute),
    sensitive: sensitive ?? false,
    writeOnly: writeOnly ?? false,
    deprecated: deprecation !== undefined,
    ...(shape.kind === "value"
      ? { type: utf8(typeToJson(shape.type)) }
      : { nestedType: { nesting: shape.mode, attributes: attributesToWire(shape.attributes) } }),
  };
}

function parameterToWire({ name, type, description, allowsNull }: FunctionParameter) {
  return {
    name,
    type: utf8(typeToJson(type)),
    description,
    descriptionKind: "markdown",
    allowNullValue: allowsNull ?? false,
  } as const;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
