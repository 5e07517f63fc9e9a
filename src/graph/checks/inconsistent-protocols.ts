import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { chainDestinations } from "../discovery-chain.ts";
import type { ChainDestination, DiscoveryChain } from "../discovery-chain.ts";
import { protocolIsKnown } from "../link/protocol.ts";
import type { Target } from "../target.ts";
import type { CheckInput, GraphCheck } from "./graph-check.ts";

export const inconsistentProtocolsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.inconsistentProtocols,
    title: "Services of one chain that speak different protocols",
    meaning:
      "Routes, splits, redirects, failover and mirrors can send a request for one service to another. Caller and sidecar have agreed on a protocol by then, so each service that can be reached must speak the one of the service that was asked for.",
    wrong: `resolver "web" {
  redirect { service = "api" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `resolver "web" {
  redirect { service = "api" }
}

service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Give both services the same `protocol`, or send the requests elsewhere.",
  },
];

/** Every service that a chain can end at speaks the protocol of the service that was asked for. */
export const inconsistentProtocols: GraphCheck = (input) =>
  [...input.graph.chains.values()].flatMap((chain) => {
    const mixed = chainDestinations(chain).filter((destination) => reachesOther(chain, destination, input));
    return distinct(mixed).flatMap((destination) => protocolProblems(chain, destination, input));
  });

/** Hardly any does, and so nothing else is looked for before. */
function reachesOther(
  { service, protocol }: DiscoveryChain,
  { target, failover }: ChainDestination,
  { graph }: CheckInput,
): boolean {
  const differs = (reached: Target): boolean =>
    reached.service !== service && graph.services.get(reached.service)?.protocol !== protocol;
  return differs(target) || failover.some(differs);
}

/** Several routes may lead to one split. */
function distinct(destinations: readonly ChainDestination[]): readonly ChainDestination[] {
  const byPlace = destinations.map((destination) => {
    const { file, start } = destination.range;
    return [`${file.filename} ${start}`, destination] as const;
  });
  return [...new Map(byPlace).values()];
}

/** One diagnostic for each service reached, however many of its subsets the destination and its failover name. */
function protocolProblems(
  chain: DiscoveryChain,
  destination: ChainDestination,
  { graph, index }: CheckInput,
): readonly Diagnostic[] {
  const asked = graph.services.get(chain.service);
  const names = new Set([destination.target, ...destination.failover].map(({ service }) => service));
  return [...names].flatMap((name) => {
    const reached = graph.services.get(name);
    if (!asked || !reached || reached.protocol === chain.protocol) return [];
    if (!protocolIsKnown(asked.name, index) || !protocolIsKnown(name, index)) return [];
    return error({
      code: graphCodes.inconsistentProtocols,
      summary: "Services of one chain speak different protocols",
      detail: `Requests for "${chain.service}" (${chain.protocol}) can end at "${name}" (${reached.protocol}). Give both the same protocol.`,
      subject: destination.range,
      related: [
        { message: `"${asked.name}" is declared here.`, range: asked.range },
        { message: `"${name}" is declared here.`, range: reached.range },
      ],
    });
  });
}
