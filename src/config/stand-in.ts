import type { JsonObject, JsonValue } from "./json-value.ts";
import { resolveSchema } from "./schema.ts";
import type { LocatedSchema, Schema } from "./schema.ts";

/** As little as the schema allows, or everything it knows. */
export type Extent = "sparse" | "full";

/**
 * Values that take the place of what could not be read, so that what stands beside it can be judged. No two are alike,
 * as far as the schema allows.
 */
export class StandIns {
  private made = 0;

  constructor(private readonly extent: Extent) {}

  /** Undefined where the schema allows nothing that can be made up. */
  of(located: LocatedSchema, depth = 0): JsonValue | undefined {
    const resolved = resolveSchema(located);
    const { schema } = resolved;
    if (schema["x-not-yet"] !== undefined || depth > MAX_DEPTH) return undefined;
    switch (schema.type) {
      case "object":
        return this.object(resolved, depth);
      case "array":
        return this.list(resolved, depth);
      case "boolean":
        return this.extent === "full";
      case "integer":
      case "number":
        return this.number(schema);
      default:
        return this.text(schema);
    }
  }

  private object({ schema, kind }: LocatedSchema, depth: number): JsonObject {
    const result: JsonObject = {};
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (this.extent === "sparse" && !schema.required?.includes(name)) continue;
      const value = this.of({ schema: property, kind }, depth + 1);
      if (value !== undefined) result[name] = value;
    }
    return result;
  }

  private list({ schema, kind }: LocatedSchema, depth: number): readonly JsonValue[] {
    if (this.extent === "sparse" && !schema.minItems) return [];
    const item = schema.items && this.of({ schema: schema.items, kind }, depth + 1);
    return item === undefined ? [] : [item];
  }

  private number({ minimum = 1, maximum = Number.MAX_SAFE_INTEGER }: Schema): number {
    this.made += 1;
    return Math.min(minimum + this.made, maximum);
  }

  private text(schema: Schema): string | undefined {
    this.made += 1;
    const name = `stand-in-${this.made}`;
    const refused = schema["x-values-not-yet"] ?? {};
    const values = schema.enum?.filter((value) => !Object.hasOwn(refused, value));
    if (values) return this.extent === "full" ? values[0] : values.at(-1);
    if (schema["x-value"] === "duration") return `${this.made}s`;
    const pattern = new RegExp(schema.pattern ?? "", "u");
    return [name, `/${name}`, `https://${name}.invalid/`].find((text) => pattern.test(text));
  }
}

/** No part of an entry is nested deeper. */
const MAX_DEPTH = 8;
