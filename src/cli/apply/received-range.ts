import type { ApiOrigin } from "../../client/api-types.ts";
import type { SourceFile, SourceRange } from "../../diagnostics/source-file.ts";

/** A place that an agent names, in a file of ours; undefined when the file is not among them, as for another set's. */
export function receivedRange(
  { filename, start, end }: ApiOrigin,
  files: readonly SourceFile[],
): SourceRange | undefined {
  const file = files.find((candidate) => candidate.filename === filename);
  return file && { file, start: offsetOf(file, start.byte), end: offsetOf(file, end.byte) };
}

/** Places travel as bytes of UTF-8; texts count UTF-16 units. */
function offsetOf(file: SourceFile, byte: number): number {
  return Buffer.from(file.text).subarray(0, byte).toString("utf8").length;
}
