import { typeToJson } from "../wire/value/type-json.ts";
import type { FunctionParameter, Provider, ProviderFunction } from "./provider.ts";
import { isComputed, isOptional } from "./schema.ts";
import type { Attribute, Attributes, Schema } from "./schema.ts";

/** JSON, as far as schemas have it. */
export type SchemaJson = string | number | boolean | readonly SchemaJson[] | SchemaJsonObject;

export interface SchemaJsonObject {
  readonly [key: string]: SchemaJson;
}

/**
 * What `terraform providers schema -json` prints of the provider, without a Terraform: format version 1.0, where a flag
 * that is not set does not stand.
 *
 * `source` is the provider's full address, such as `registry.terraform.io/meshwork/mesh`.
 */
export function providersSchemaJson<C>(source: string, provider: Provider<C>): SchemaJsonObject {
  const { schema, resources, dataSources, functions } = provider;
  return {
    format_version: "1.0",
    provider_schemas: {
      [source]: {
        provider: schemaJson(schema),
        resource_schemas: each(resources, (resource) => schemaJson(resource.schema)),
        data_source_schemas: each(dataSources, (dataSource) => schemaJson(dataSource.schema)),
        functions: each(functions, functionJson),
      },
    },
  };
}

function schemaJson({ version, description, attributes }: Schema): SchemaJson {
  const texts = { description, description_kind: "markdown" };
  return { version, block: { attributes: each(attributes, attributeJson), ...texts } };
}

function attributeJson(attribute: Attribute): SchemaJson {
  const { shape, description, presence, sensitive, writeOnly, deprecation } = attribute;
  return {
    ...(shape.kind === "value"
      ? { type: parsed(typeToJson(shape.type)) }
      : { nested_type: { attributes: nestedJson(shape.attributes), nesting_mode: shape.mode } }),
    description,
    description_kind: "markdown",
    ...(presence === "required" && { required: true }),
    ...(isOptional(attribute) && { optional: true }),
    ...(isComputed(attribute) && { computed: true }),
    ...(sensitive && { sensitive }),
    ...(writeOnly && { write_only: true }),
    ...(deprecation !== undefined && { deprecated: true }),
  };
}

function nestedJson(attributes: Attributes): SchemaJsonObject {
  return each(attributes, attributeJson);
}

function functionJson({ description, summary, parameters, variadic, returns }: ProviderFunction): SchemaJson {
  return {
    description,
    summary,
    return_type: parsed(typeToJson(returns)),
    parameters: parameters.map(parameterJson),
    ...(variadic && { variadic_parameter: parameterJson(variadic) }),
  };
}

function parameterJson({ name, description, type, allowsNull }: FunctionParameter): SchemaJson {
  return {
    name,
    description,
    ...(allowsNull && { is_nullable: true }),
    type: parsed(typeToJson(type)),
  };
}

function each<T>(items: Readonly<Record<string, T>>, write: (item: T) => SchemaJson): SchemaJsonObject {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, write(item)]));
}

/** A type's own form is JSON. */
function parsed(type: string): SchemaJson {
  return JSON.parse(type) as SchemaJson;
}
