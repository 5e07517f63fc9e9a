import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { documentCodes } from "../../documents/codes.ts";

/** Where `mesh fmt -` reads and writes. */
export interface StandardStreams {
  readonly input: AsyncIterable<Uint8Array | string>;
  /** Writes exactly this text. */
  write(text: string): void;
}

export const processStreams: StandardStreams = {
  input: process.stdin,
  write: (text) => process.stdout.write(text),
};

/** No person writes more, and what never ends should not fill the memory. */
const maxInputBytes = 32 * 1024 * 1024;

/** All of the input as UTF-8, or what is wrong with it. Reading ends with the input, or when that is too long. */
export async function readText(input: StandardStreams["input"]): Promise<string | Diagnostic> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of input) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > maxInputBytes) {
      return error({
        code: documentCodes.tooLarge,
        summary: "Document too large",
        detail: `Standard input has more than the ${maxInputBytes} bytes that a document may have. Split it.`,
      });
    }
    chunks.push(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    // The decoder has but this one complaint.
    return error({
      code: documentCodes.notUtf8,
      summary: "Document is not UTF-8",
      detail: "Standard input holds bytes that are no UTF-8. Save the document with that encoding.",
    });
  }
}
