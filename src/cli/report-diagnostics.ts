import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { writeText } from "../diagnostics/text-writer.ts";
import type { Terminal } from "./terminal.ts";

/** Errors and warnings: what somebody who acts on documents must know. Hints are for whoever asks what could be better. */
export function withoutHints(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity !== "hint");
}

/** Shows what is wrong, with the lines it is about. Nothing is shown when nothing is wrong. */
export function reportDiagnostics(diagnostics: readonly Diagnostic[], terminal: Terminal): void {
  if (diagnostics.length > 0)
    terminal.note(writeText(diagnostics, { color: terminal.color, width: terminal.columns }));
}
