import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, Fix } from "../../diagnostics/diagnostic.ts";
import { documentCodes } from "../../documents/codes.ts";
import { replaceFile } from "../fmt/replace-file.ts";
import { applyFixes } from "./apply-fixes.ts";
import type { FixedFile } from "./apply-fixes.ts";
import { checkSources } from "./check-sources.ts";
import type { CheckedSources, CheckOptions } from "./check-sources.ts";

export interface FixedSources extends CheckedSources {
  /** What was changed, in the order it was done. */
  readonly fixes: readonly Fix[];
}

/** A correction may bring another mistake to light: a block's type first, then what is in it. More rounds than that go in a circle. */
const maxRounds = 10;

/** Makes every certain fix in the files themselves, until none is left, and checks what results. */
export function fixSources(options: CheckOptions): FixedSources {
  const fixes: Fix[] = [];
  for (let round = 0; round < maxRounds; round += 1) {
    const checked = checkSources(options);
    const fixed = applyFixes(checked.files, checked.diagnostics);
    const failures = fixed.flatMap((file) => write(file) ?? []);
    if (failures.length > 0)
      return { ...checked, diagnostics: [...checked.diagnostics, ...failures], mesh: undefined, fixes };
    if (fixed.length === 0) return { ...checked, fixes };
    fixes.push(...fixed.flatMap((file) => file.fixes));
  }
  return { ...checkSources(options), fixes };
}

/** Undefined when the file was written; what the file system says when it was not. */
function write({ file, text }: FixedFile): Diagnostic | undefined {
  try {
    replaceFile(file.filename, text);
    return undefined;
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause)) throw cause;
    return error({
      code: documentCodes.unreadable,
      summary: "Document cannot be written",
      detail: `"${file.filename}" cannot be written: ${cause.message}. Allow it, or correct the document by hand.`,
    });
  }
}
