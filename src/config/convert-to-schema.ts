import { isJsonList } from "./json-value.ts";
import type { JsonValue } from "./json-value.ts";
import { resolveSchema } from "./schema.ts";
import type { LocatedSchema } from "./schema.ts";

/**
 * The value with its primitives converted to the types the schema asks for where nothing is lost, as Terraform does:
 * "8080" serves as a number, 1 as a text. What does not convert is returned as it is, for the validator to report.
 */
export function convertToSchema(value: JsonValue, located: LocatedSchema): JsonValue {
  const { schema, kind } = resolveSchema(located);
  if (isJsonList(value)) {
    const { items } = schema;
    return items ? value.map((item) => convertToSchema(item, { schema: items, kind })) : value;
  }
  if (typeof value === "object" && value !== null) {
    const { properties, additionalProperties } = schema;
    const fields = Object.entries(value).map(([key, item]) => {
      const declared = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
      const field = declared ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
      return [key, field ? convertToSchema(item, { schema: field, kind }) : item] as const;
    });
    return Object.fromEntries(fields);
  }
  return convertPrimitive(value, schema.type);
}

function convertPrimitive(value: null | boolean | number | string, type: string | undefined): JsonValue {
  if (type === "string" && (typeof value === "number" || typeof value === "boolean")) return String(value);
  if (
    (type === "number" || type === "integer") &&
    typeof value === "string" &&
    /^-?[0-9]+(\.[0-9]+)?$/.test(value)
  )
    return Number(value);
  if (type === "boolean" && value === "true") return true;
  if (type === "boolean" && value === "false") return false;
  return value;
}
