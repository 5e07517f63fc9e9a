import type { ApiProxy } from "../../client/api-types.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { receivedRange } from "./received-range.ts";

/** A proxy would not take a part of its configuration. */
export const proxyRejectedCode = "MESH5001";

/** What proxies refused, each refusal at the lines its resources come from. */
export function rejectionDiagnostics(
  proxies: readonly ApiProxy[],
  files: readonly SourceFile[],
): readonly Diagnostic[] {
  return proxies.flatMap(({ id, rejection }) => {
    if (!rejection) return [];
    const ranges = rejection.origins.flatMap((origin) => receivedRange(origin, files) ?? []);
    const [subject, ...others] = ranges;
    return error({
      code: proxyRejectedCode,
      summary: `${id} rejected its configuration`,
      detail: `Envoy refused the ${rejection.type} ${rejection.resources.map((name) => `"${name}"`).join(", ")}: ${withFullStop(rejection.message)} The proxy keeps what it had before. Correct the cause and apply again.`,
      ...(subject && { subject }),
      related: others.map((range) => ({ message: "It also comes from here.", range })),
    });
  });
}

function withFullStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
