import { meshNameOf } from "./schema.ts";
import type { Schema } from "./schema.ts";

/** How the fields of an entry are written in a document, for messages. */
export interface Spelling {
  nameOf(property: string, schema: Schema): string;
  /** Whether the field is written as blocks rather than with `=`. */
  isBlock(schema: Schema): boolean;
}

export const meshSpelling: Spelling = {
  nameOf: meshNameOf,
  isBlock: (schema) => schema["x-mesh-block"] !== undefined,
};
