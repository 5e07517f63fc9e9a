import { parse } from "@cdktn/hcl2json";

/**
 * What the oracle, hashicorp/hcl v2 compiled to WebAssembly, says of a text: `+` when it accepts it, otherwise `-` and the
 * line of its first error in source order.
 */
export async function askOracle(text: string): Promise<string> {
  try {
    await parse(filename, text);
    return "+";
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // It was read; only the conversion to JSON does not know what to make of it.
    if (message.startsWith("convert to HCL: ")) return "+";
    const lines = [...message.matchAll(place)].map(([, line]) => Number(line));
    if (lines.length === 0) throw new Error(`The oracle names no line: ${message}`, { cause });
    return `-${Math.min(...lines)}`;
  }
}

/** Unlikely to be in a text. */
const filename = "oracle~input.tf";
/** Where an error is; places that its words refer to are not followed by a colon. */
const place = /oracle~input\.tf:(\d+),[\d,-]+: /g;
