import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { graphCodes } from "../codes.ts";
import { isHttpLike } from "../mesh-graph.ts";
import type { GraphCheck } from "./graph-check.ts";

/**
 * Splitters and permissions look at single requests, so their service must speak http, http2 or grpc. On a tcp service
 * a permission would quietly deny everything.
 */
export const needsHttpProtocol: GraphCheck = ({ index, graph }) => [
  ...[...index.splitters.values()].flatMap((entry) => {
    const service = graph.services.get(entry.name);
    if (!service || isHttpLike(service.protocol)) return [];
    return report(`Splitter "${entry.name}" needs a service that speaks http`, entry.name, {
      subject: entry.range,
      service: service.range,
    });
  }),
  ...index.intentions.flatMap((entry) => {
    const service = graph.services.get(entry.name);
    if (!service || isHttpLike(service.protocol)) return [];
    return entry.value.sources.flatMap((source, position) =>
      source.permissions?.length
        ? report("Permissions need a service that speaks http", entry.name, {
            subject: entry.rangeAt("sources", position, "permissions", 0),
            service: service.range,
          })
        : [],
    );
  }),
];

function report(
  summary: string,
  name: string,
  at: { readonly subject: Diagnostic["subject"]; readonly service: Diagnostic["subject"] },
): Diagnostic {
  return error({
    code: graphCodes.needsHttpProtocol,
    summary,
    detail: `The service "${name}" speaks tcp, whose requests nobody can tell apart. Set \`protocol = "http"\` (or http2, grpc) on the service, or use a plain \`action\`.`,
    ...(at.subject && { subject: at.subject }),
    related: at.service ? [{ message: `"${name}" is declared here.`, range: at.service }] : [],
  });
}
