import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { NativeSource } from "../native/token-cursor.ts";

/** The decoded text of the JSON string that begins at `offset`, so that parts of it can be told in the file. */
export function textSourceAt(file: SourceFile, offset: number, decoded: string): NativeSource {
  const start = offset + 1;
  if (file.text.startsWith(decoded, start))
    return { file, text: file.text, start, limit: start + decoded.length };
  return {
    file,
    text: decoded,
    start: 0,
    limit: decoded.length,
    offsets: offsetsOf(file.text, start, decoded.length),
  };
}

/** Where each code unit of a decoded text lies, and where the text ends: an escape is one unit of several letters. */
function offsetsOf(text: string, start: number, length: number): readonly number[] {
  const offsets: number[] = [];
  let at = start;
  for (let index = 0; index < length; index += 1) {
    offsets.push(at);
    if (text[at] !== "\\") at += 1;
    else at += text[at + 1] === "u" ? 6 : 2;
  }
  offsets.push(at);
  return offsets;
}
