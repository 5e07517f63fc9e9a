import { outboundName } from "../envoy/names.ts";
import { typeUrls } from "../envoy/resource.ts";
import type { Resource } from "../envoy/resource.ts";
import type { EndpointShare } from "./cluster/endpoint-shares.ts";
import { RequestView, localConnection } from "./condition/request-view.ts";
import type { Evaluation, MeshRequest, Question, Sent, Verdict, Way } from "./evaluation.ts";
import { grpcStatusOf, isGrpc } from "./http/grpc.ts";
import { MeshModel } from "./mesh-model.ts";
import type { Arrival, Connected } from "./mesh-model.ts";
import type { Answer, Forward, PassageEnd } from "./passage.ts";
import { messageOf } from "./proxy-model.ts";
import type { EvaluatedProxy, ProxyModel } from "./proxy-model.ts";

/**
 * Answers what a request will meet, from the resources that the proxies hold, as Envoy itself would: nothing of the
 * documents behind them is looked at. What it has worked out of the resources is kept, so that many questions about
 * the same resources are cheap.
 */
export class Evaluator {
  readonly #mesh: MeshModel;

  constructor(proxies: readonly EvaluatedProxy[]) {
    this.#mesh = new MeshModel(proxies);
  }

  /**
   * Follows one request.
   * @throws Error when no proxy has the caller's id.
   */
  evaluate({ from, to, request }: Question): Evaluation {
    const caller = this.#mesh.proxy(from);
    if (!caller) throw new Error(`no proxy has the id "${from}"`);
    const resource = listenerFor(caller, to);
    if (!resource) return nobodyListens;
    const { listener, authority, walk, resources } = this.#mesh.departure(caller, resource);
    if (!walk) return { ...nobodyListens, listener, resources };
    const trail = new Trail(resources);
    const view = arrivingRequest(request, authority, trail.assumptions);
    const found = walk(view).flatMap((end) => this.#waysOf(end, caller, trail));
    const ways = isGrpc(view) ? found.map(withGrpcStatus) : found;
    return {
      verdict: verdictOf(ways),
      listener,
      ways,
      assumptions: [...trail.assumptions],
      resources: trail.resources,
    };
  }

  #waysOf(end: PassageEnd, caller: ProxyModel, trail: Trail): readonly Way[] {
    if (end.kind === "answer") return [answeredWay(end)];
    const cluster = caller.cluster(end.cluster);
    if (cluster.kind === "missing")
      return [stoppedWay(end, { details: "cluster_not_found", status: end.notFoundStatus })];
    trail.pass(cluster.resources);
    if (cluster.kind === "unknown") {
      end.view.assume(`The instances of ${end.cluster} are not among the resources.`);
      return [
        { ...stoppedWay(end, { details: "unknown_endpoints" }), verdict: "unknown", sent: sentBy(end, []) },
      ];
    }
    const sent = sentBy(end, cluster.standbys);
    if (cluster.inUse.length === 0)
      return [{ ...stoppedWay(end, { details: "no_healthy_upstream", status: statusOf(end, 503) }), sent }];
    const arrivals: KnownArrival[] = [];
    return cluster.inUse.flatMap((picked) => {
      const connected = this.#mesh.connect(caller, picked.endpoint);
      trail.pass(connected.resources);
      return endings(end, { connected, arrivals }).map((ending) =>
        wholeWay(end, { sent, picked, connected, ending }),
      );
    });
  }
}

/** What is gathered along a request's way. */
class Trail {
  readonly assumptions = new Set<string>();
  readonly resources: Resource[];

  constructor(resources: readonly Resource[]) {
    this.resources = [...resources];
  }

  pass(resources: readonly Resource[]): void {
    for (const resource of resources) if (!this.resources.includes(resource)) this.resources.push(resource);
  }
}

/** How a way ends beyond the caller's proxy. */
type Ending = Pick<Way, "share" | "verdict" | "status" | "details" | "location" | "inbound" | "received">;

/** What instances that see a request alike make of it, worked out for the first of them. */
interface KnownArrival {
  readonly arrival: Arrival;
  readonly endings: readonly Ending[];
}

const nobodyListens: Evaluation = {
  verdict: "unreachable",
  listener: undefined,
  ways: [],
  assumptions: [],
  resources: [],
};

function listenerFor(caller: ProxyModel, to: Question["to"]): Resource | undefined {
  if ("destination" in to) return caller.resource(typeUrls.listener, outboundName(to.destination));
  return caller.listeners.find((resource) => {
    const { address, port_value } = messageOf(typeUrls.listener, resource).address?.socket_address ?? {};
    return port_value === to.port && (address === to.address || address === "0.0.0.0");
  });
}

function arrivingRequest(
  { method = "GET", path = "/", host, headers = [], claims = [] }: MeshRequest,
  authority: string,
  assumptions: Set<string>,
): RequestView {
  const all = new Map<string, readonly string[]>();
  all
    .set(":method", [method])
    .set(":path", [path])
    .set(":authority", [host ?? authority])
    .set(":scheme", ["http"]);
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (key === "host") all.set(":authority", [value]);
    else all.set(key, [...(all.get(key) ?? []), value]);
  }
  return new RequestView({ headers: all, connection: localConnection, claims, metadata: {}, assumptions });
}

function withGrpcStatus(way: Way): Way {
  // What the codec refuses has not been told for a call of gRPC yet.
  return way.status === undefined || way.details.startsWith("http1.")
    ? way
    : { ...way, grpcStatus: grpcStatusOf(way.status) };
}

/** A way that ends where the caller's proxy answers. */
function answeredWay({ share, passage, verdict, status, details, location }: Answer): Way {
  return {
    share,
    verdict,
    status,
    grpcStatus: undefined,
    details,
    location,
    outbound: passage,
    sent: undefined,
    endpoint: undefined,
    proxy: undefined,
    inbound: undefined,
    received: undefined,
  };
}

/** A way that ends at a cluster. */
function stoppedWay(
  { share, passage }: Forward,
  { details, status }: { readonly details: string; readonly status?: number | undefined },
): Way {
  return {
    share,
    verdict: "unreachable",
    status,
    grpcStatus: undefined,
    details,
    location: undefined,
    outbound: passage,
    sent: undefined,
    endpoint: undefined,
    proxy: undefined,
    inbound: undefined,
    received: undefined,
  };
}

interface WayParts {
  readonly sent: Sent;
  readonly picked: EndpointShare;
  readonly connected: Connected;
  readonly ending: Ending;
}

function wholeWay({ share, passage }: Forward, { sent, picked, connected, ending }: WayParts): Way {
  return {
    share: share * picked.share * ending.share,
    verdict: ending.verdict,
    status: ending.status,
    grpcStatus: undefined,
    details: ending.details,
    location: ending.location,
    outbound: passage,
    sent,
    endpoint: picked.endpoint,
    proxy: connected.kind === "stranger" ? undefined : connected.proxy.id,
    inbound: ending.inbound,
    received: ending.received,
  };
}

function endings(
  end: Forward,
  { connected, arrivals }: { readonly connected: Connected; readonly arrivals: KnownArrival[] },
): readonly Ending[] {
  switch (connected.kind) {
    case "stranger":
      if (!connected.isTls) return [notArrived("allowed", { details: "via_upstream", status: undefined })];
      end.view.assume("The proxy at the other end is not among those that are known.");
      return [notArrived("unknown", { details: "unknown_destination", status: undefined })];
    case "failed":
      return [notArrived(connected.verdict, { details: connected.details, status: statusOf(end, 503) })];
    case "arrival": {
      const known = arrivals.find(({ arrival }) => isAlike(arrival, connected));
      if (known) return known.endings;
      const view = end.view.arrivingOver(connected.connection);
      const found = connected.walk(view).map((inner) => arrived(inner, connected.proxy));
      arrivals.push({ arrival: connected, endings: found });
      return found;
    }
  }
}

function isAlike(a: Arrival, b: Arrival): boolean {
  return a.walk === b.walk && a.connection === b.connection;
}

function notArrived(
  verdict: Verdict,
  { details, status }: { readonly details: string; readonly status: number | undefined },
): Ending {
  return { share: 1, verdict, status, details, location: undefined, inbound: undefined, received: undefined };
}

function arrived(end: PassageEnd, proxy: ProxyModel): Ending {
  if (end.kind === "answer") {
    const { share, verdict, status, details, location, passage } = end;
    return { share, verdict, status, details, location, inbound: passage, received: undefined };
  }
  const isMissing = proxy.cluster(end.cluster).kind === "missing";
  return {
    share: end.share,
    verdict: isMissing ? "unreachable" : "allowed",
    status: isMissing ? end.notFoundStatus : undefined,
    details: isMissing ? "cluster_not_found" : "via_upstream",
    location: undefined,
    inbound: end.passage,
    received: isMissing ? undefined : sentBy(end, []),
  };
}

function sentBy({ cluster, changes, policy, view, passage }: Forward, standbys: Sent["standbys"]): Sent {
  const isHttp = passage.protocol === "http";
  return {
    cluster,
    path: isHttp ? view.path : undefined,
    host: isHttp ? view.header(":authority") : undefined,
    headers: view.headers,
    changes,
    policy,
    standbys,
  };
}

/** A tcp connection is closed without a status. */
function statusOf({ passage }: Forward, status: number): number | undefined {
  return passage.protocol === "http" ? status : undefined;
}

function verdictOf(ways: readonly Way[]): Verdict | "mixed" {
  const [first] = ways;
  if (!first) return "unreachable";
  return ways.every(({ verdict }) => verdict === first.verdict) ? first.verdict : "mixed";
}
