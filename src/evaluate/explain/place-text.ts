import { positionAt } from "../../diagnostics/source-file.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";

/** A line of a document. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export function placeOf({ file, start }: SourceRange): Place {
  return { file: file.filename, line: positionAt(file, start).line };
}

/** ` (mesh.hcl:12)`, or nothing. */
export function placeText(place: Place | undefined): string {
  return place ? ` (${place.file}:${place.line})` : "";
}
