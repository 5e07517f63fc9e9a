import type { ApiOrigin, ApiProxy } from "../../client/api-types.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, SourceRange } from "../../diagnostics/source-file.ts";

/** A proxy would not take a part of its configuration. */
export const proxyRejectedCode = "MESH5001";

/** What proxies refused, each refusal at the lines its resources come from. */
export function rejectionDiagnostics(
  proxies: readonly ApiProxy[],
  files: readonly SourceFile[],
): readonly Diagnostic[] {
  return proxies.flatMap(({ id, rejection }) => {
    if (!rejection) return [];
    const ranges = rejection.origins.flatMap((origin) => toRange(origin, files) ?? []);
    const [subject, ...others] = ranges;
    return error({
      code: proxyRejectedCode,
      summary: `${id} rejected its configuration`,
      detail: `Envoy refused the ${rejection.type} ${rejection.resources.map((name) => `"${name}"`).join(", ")}: ${rejection.message} The proxy keeps what it had before. Correct the cause and apply again.`,
      ...(subject && { subject }),
      related: others.map((range) => ({ message: "It also comes from here.", range })),
    });
  });
}

/** The place in a file of ours; undefined when the file is not among them, as for another set's. */
function toRange({ filename, start, end }: ApiOrigin, files: readonly SourceFile[]): SourceRange | undefined {
  const file = files.find((candidate) => candidate.filename === filename);
  return file && { file, start: offsetOf(file, start.byte), end: offsetOf(file, end.byte) };
}

/** Places travel as bytes of UTF-8; texts count UTF-16 units. */
function offsetOf(file: SourceFile, byte: number): number {
  return Buffer.from(file.text).subarray(0, byte).toString("utf8").length;
}
