import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import { configCodes } from "./codes.ts";
import type { DecodeContext } from "./decode-context.ts";
import type { JsonValue } from "./json-value.ts";
import type { Schema } from "./schema.ts";

/** Something the language knows and nothing renders, as it was written. */
export interface NotYetSite {
  readonly what: string;
  /** What is missing. */
  readonly missing: string;
  readonly subject: SourceRange;
}

/** Refuses what would otherwise be ignored. */
export function notYetSupported({ what, missing, subject }: NotYetSite): Diagnostic {
  return error({
    code: configCodes.notYetSupported,
    summary: `${what} is not yet supported`,
    detail: `This version of Meshwork knows ${what} but renders nothing for it, so it is refused rather than ignored. What is missing: ${missing}. Remove it.`,
    subject,
  });
}

/** Refuses a field; the entry counts as one of which something is not known. */
export function refuseField(
  site: NotYetSite,
  pointer: string,
  context: Pick<DecodeContext, "diagnostics" | "unknownPointers">,
): void {
  context.diagnostics.push(notYetSupported(site));
  context.unknownPointers.add(pointer);
}

/** A text that a field may have one day, and what is missing until then. */
export interface RefusedText {
  readonly text: string;
  readonly missing: string;
}

/** Undefined for values that have an effect, or are no values of the field at all. */
export function refusedText(value: JsonValue | undefined, schema: Schema): RefusedText | undefined {
  const refused = schema["x-values-not-yet"] ?? {};
  const missing = typeof value === "string" && Object.hasOwn(refused, value) ? refused[value] : undefined;
  return typeof value === "string" && missing !== undefined ? { text: value, missing } : undefined;
}
