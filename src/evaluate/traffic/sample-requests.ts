import type { QueryParameterMatch } from "../../graph/chain-route.ts";
import { chainTargets } from "../../graph/discovery-chain.ts";
import type { HeaderMatch, PathMatch } from "../../graph/intention-rule.ts";
import { isHttpLike } from "../../graph/mesh-graph.ts";
import type { MeshGraph } from "../../graph/mesh-graph.ts";
import type { MeshRequest } from "../evaluation.ts";

/** A request that stands for all that the documents treat alike. */
export interface SampleRequest {
  readonly request: MeshRequest;
  /** `GET /v1` */
  readonly text: string;
}

/** More than a person reads, and few enough for every call of a large mesh. */
const maxSamples = 24;

/**
 * Requests of a caller to a destination, one for each way in which routes and permissions tell them apart, and one that
 * nothing speaks of. What takes a regular expression is left out: none of its texts stands for all. None at all for tcp.
 */
export function sampleRequests(
  graphs: readonly MeshGraph[],
  { source, destination }: { readonly source: string; readonly destination: string },
): readonly SampleRequest[] {
  const matches = graphs.flatMap((graph) => matchesOf(graph, source, destination));
  const methods = anyMethods(matches);
  const samples = [unspokenPath(matches), ...matches].flatMap((match) => samplesOf(match, methods));
  return [...new Map(samples.map((sample) => [sample.text, sample])).values()].slice(0, maxSamples);
}

/** What a route or a permission asks of a request. */
interface SampledMatch {
  readonly path: PathMatch | undefined;
  readonly methods: readonly string[];
  readonly headers: readonly HeaderMatch[];
  readonly queryParameters: readonly QueryParameterMatch[];
}

/** A match of requests that nothing was written for: they tell whether something holds for all. */
function unspokenPath(matches: readonly SampledMatch[]): SampledMatch {
  const isRootSpoken = matches.some(({ path }) => path?.kind === "exact" && path.value === "/");
  const path: PathMatch | undefined = isRootSpoken ? { kind: "exact", value: "/other" } : undefined;
  return { path, methods: [], headers: [], queryParameters: [] };
}

/** Methods that stand for any: where some are spoken of, one is among them that is not. */
function anyMethods(matches: readonly SampledMatch[]): readonly string[] {
  const spoken = new Set(matches.flatMap(({ methods }) => methods));
  const unspoken = ["POST", "PUT", "DELETE", "PATCH"].find((method) => !spoken.has(method));
  return spoken.size > 0 && unspoken !== undefined ? ["GET", unspoken] : ["GET"];
}

function matchesOf(graph: MeshGraph, source: string, destination: string): readonly SampledMatch[] {
  const chain = graph.chains.get(destination);
  if (!chain || !isHttpLike(chain.protocol)) return [];
  const services = new Set(chainTargets(chain).map(({ service }) => service));
  const rules = [...services]
    .flatMap((service) => graph.intentions.get(service) ?? [])
    .filter((rule) => rule.source === source || rule.source === "*");
  const permissions = rules.flatMap(({ decision }) =>
    decision.kind === "permissions" ? decision.permissions : [],
  );
  return [
    ...chain.routes.map(({ match }) => match),
    ...permissions.map((permission) => ({ ...permission, queryParameters: [] })),
  ];
}

function samplesOf(
  { path, methods, headers, queryParameters }: SampledMatch,
  any: readonly string[],
): readonly SampleRequest[] {
  const header = headers.filter(({ inverted }) => !inverted);
  const isSampled =
    path?.kind !== "regex" && [...header, ...queryParameters].every(({ test }) => test.kind !== "regex");
  if (!isSampled) return [];
  const query = queryParameters.map(({ name, test }) => `${name}=${valueOf(test)}`).join("&");
  const target = `${path?.value ?? "/"}${query === "" ? "" : `?${query}`}`;
  const fields = header.map(({ name, test }): readonly [string, string] => [name, valueOf(test)]);
  return (methods.length > 0 ? methods : any).map((method) => ({
    request: { method, path: target, headers: fields },
    text: [`${method} ${target}`, ...fields.map(([name, value]) => `${name}: ${value}`)].join(", "),
  }));
}

function valueOf(test: HeaderMatch["test"] | QueryParameterMatch["test"]): string {
  return test.kind === "present" ? "1" : test.value;
}
