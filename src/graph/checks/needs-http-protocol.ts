import type { Entry } from "../../config/entry.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import { isHttpLike } from "../mesh-graph.ts";
import type { Service } from "../mesh-graph.ts";
import { protocolIsKnown } from "../link/protocol.ts";
import type { CheckInput, GraphCheck } from "./graph-check.ts";

export const needsHttpProtocolPages: readonly ErrorPage[] = [
  {
    code: graphCodes.needsHttpProtocol,
    title: "A router, a splitter or a permission for a service that speaks tcp",
    meaning:
      "Routes, splits and permissions judge single requests. In a tcp connection nobody can tell where a request begins, and a service speaks tcp unless its `protocol` says otherwise.",
    wrong: `splitter "web" {
  split { weight = 100 }
}

service "web" {
  port = 8080
}`,
    right: `splitter "web" {
  split { weight = 100 }
}

service "web" {
  port     = 8080
  protocol = "http"
}`,
    wayOut:
      "Set the service's `protocol` to `http`, `http2` or `grpc`, or do without the router, splitter or permission.",
  },
];

/**
 * Routers, splitters and permissions look at single requests, so their service must speak http, http2 or grpc. On a tcp service
 * a permission would quietly deny everything.
 */
export const needsHttpProtocol: GraphCheck = (input) => [
  ...[...input.index.splitters.values()].flatMap((entry) => chainProblems("splitter", entry, input)),
  ...[...input.index.routers.values()].flatMap((entry) => chainProblems("router", entry, input)),
  ...input.index.intentions.flatMap((entry) => {
    const service = tcpService(entry.name, input);
    if (!service) return [];
    return entry.value.sources.flatMap((source, position) => {
      if (!source.permissions?.length) return [];
      const subject = entry.rangeAt("sources", position, "permissions", 0);
      const summary = "Permissions need a service that speaks http";
      return report(service, { summary, wayOut: "use a plain `action`", subject });
    });
  }),
];

function chainProblems(
  what: "splitter" | "router",
  { name, range }: Pick<Entry, "name" | "range">,
  input: CheckInput,
): readonly Diagnostic[] {
  const service = tcpService(name, input);
  if (!service) return [];
  const summary = `${what === "router" ? "Router" : "Splitter"} "${name}" needs a service that speaks http`;
  return [report(service, { summary, wayOut: `remove the ${what}`, subject: range })];
}

/** The service of that name when it speaks tcp; a broken one may have meant to say otherwise. */
function tcpService(name: string, { index, graph }: CheckInput): Service | undefined {
  const service = graph.services.get(name);
  return service && !isHttpLike(service.protocol) && protocolIsKnown(name, index) ? service : undefined;
}

interface Finding {
  readonly summary: string;
  readonly wayOut: string;
  readonly subject: SourceRange;
}

function report({ name, range }: Service, { summary, wayOut, subject }: Finding): Diagnostic {
  return error({
    code: graphCodes.needsHttpProtocol,
    summary,
    detail: `The service "${name}" speaks tcp, whose requests nobody can tell apart. Set \`protocol = "http"\` (or http2, grpc) on the service, or ${wayOut}.`,
    subject,
    related: [{ message: `"${name}" is declared here.`, range }],
  });
}
