import type { RouteConfiguration } from "../../envoy/gen/envoy.config.route.v3.ts";
import type { HttpConnectionManager } from "../../envoy/gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import type { RequestView } from "../condition/request-view.ts";
import { emptyPassage } from "../passage.ts";
import type { Answer, Forward, Passage, PassageEnd, Walk } from "../passage.ts";
import { FilterPass } from "./filter-pass.ts";
import type { FilterStep } from "./filter-pass.ts";
import { filterSteps } from "./filter-steps.ts";
import { localReplies } from "./local-replies.ts";
import { isGrpc } from "./grpc.ts";
import { mutate } from "./header-mutation.ts";
import { normalizePath } from "./path-normalization.ts";
import type { NormalizedPath } from "./path-normalization.ts";
import type { ClusterShare } from "./route-end.ts";
import { chooseRoutes, hostFor, routeTable } from "./route-table.ts";
import type { FilterOverrides, RouteChoice } from "./route-table.ts";

/** A connection manager with its routes, ready to be walked through. */
export function connectionManager(config: HttpConnectionManager, routes: RouteConfiguration): Walk {
  const table = routeTable(routes);
  const filters = config.http_filters ?? [];
  const steps = new Map<FilterOverrides, readonly FilterStep[]>();
  const stepsFor = (overrides: FilterOverrides): readonly FilterStep[] => {
    const known = steps.get(overrides) ?? filterSteps(filters, overrides);
    steps.set(overrides, known);
    return known;
  };
  const statusOf = localReplies(config.local_reply_config ?? {});
  const underscores = config.common_http_protocol_options?.headers_with_underscores_action ?? "ALLOW";
  const walk: Walk = (arriving) => {
    const view = atConnectionManager(arriving);
    if (underscores !== "ALLOW" && hasUnderscores(view)) {
      if (underscores === "REJECT_REQUEST")
        return [malformed(view, { kind: "rejected", details: "http1.unexpected_underscore" })];
      return walk(withoutUnderscores(view));
    }
    const normalized = normalizePath(view.path, config);
    if (normalized.kind !== "path") return [malformed(view, normalized)];
    const seen = normalized.path === view.path ? view : withPath(view, normalized.path);
    const host = hostFor(table, seen.header(":authority") ?? "");
    const choices: readonly RouteChoice[] = host
      ? chooseRoutes(host, seen)
      : [{ share: 1, route: undefined, others: [] }];
    return choices.flatMap((choice) => endsOf({ choice, virtualHost: host?.name, view: seen, stepsFor }));
  };
  return (view) => walk(view).map((end) => (end.kind === "answer" ? replied(end, statusOf) : end));
}

function replied(answer: Answer, statusOf: ReturnType<typeof localReplies>): Answer {
  const status = statusOf({ status: answer.status ?? 0, details: answer.details });
  return status === answer.status ? answer : { ...answer, status };
}

function hasUnderscores(view: RequestView): boolean {
  for (const name of view.headers.keys()) if (name.includes("_")) return true;
  return false;
}

function withoutUnderscores(view: RequestView): RequestView {
  return view.withHeaders(new Map([...view.headers].filter(([name]) => !name.includes("_"))));
}

/** Headers that every connection manager writes and that rules may ask for. */
function atConnectionManager(view: RequestView): RequestView {
  if (view.headers.has("x-forwarded-proto") && view.headers.has("x-request-id")) return view;
  const headers = new Map(view.headers);
  if (!headers.has("x-forwarded-proto"))
    headers.set("x-forwarded-proto", [view.connection.isTls ? "https" : "http"]);
  if (!headers.has("x-request-id")) headers.set("x-request-id", [someRequestId]);
  return view.withHeaders(headers);
}

/** Stands for the random one that Envoy makes. */
const someRequestId = "00000000-0000-4000-8000-000000000000";

function malformed(view: RequestView, problem: Exclude<NormalizedPath, { readonly kind: "path" }>): Answer {
  // A call of gRPC is never redirected.
  const location = problem.kind === "redirected" && !isGrpc(view) ? problem.location : undefined;
  return {
    kind: "answer",
    share: 1,
    passage: { ...emptyPassage, protocol: "http", path: view.path },
    verdict: "answered",
    status: location === undefined ? 400 : 307,
    details: problem.kind === "rejected" ? problem.details : "path_normalization_failed",
    location,
  };
}

interface Chosen {
  readonly choice: RouteChoice;
  readonly virtualHost: string | undefined;
  readonly view: RequestView;
  readonly stepsFor: (overrides: FilterOverrides) => readonly FilterStep[];
}

function endsOf(chosen: Chosen): readonly PassageEnd[] {
  const end = chosen.choice.route?.end;
  if (end?.kind !== "forward") {
    const pass = runFilters(chosen, end?.overrides ?? noOverrides);
    const passage = passageOf(chosen, pass);
    return [...filterAnswers(chosen, { pass, passage, share: 1 }), ...finalAnswer(chosen, { pass, passage })];
  }
  let last:
    { readonly overrides: FilterOverrides; readonly pass: FilterPass; readonly passage: Passage } | undefined;
  return end.shares.flatMap((cluster): readonly PassageEnd[] => {
    if (last?.overrides !== cluster.overrides) {
      const pass = runFilters(chosen, cluster.overrides);
      last = { overrides: cluster.overrides, pass, passage: passageOf(chosen, pass) };
    }
    const { pass, passage } = last;
    const answers = filterAnswers(chosen, { pass, passage, share: cluster.share });
    return pass.left === 0 ? answers : [...answers, forwarded(chosen, { pass, passage, cluster })];
  });
}

const noOverrides: FilterOverrides = [];

function runFilters({ view, stepsFor }: Chosen, overrides: FilterOverrides): FilterPass {
  const pass = new FilterPass(view);
  for (const step of stepsFor(overrides)) {
    step(pass);
    if (pass.left === 0) break;
  }
  return pass;
}

function passageOf({ choice, virtualHost, view }: Chosen, pass: FilterPass): Passage {
  return {
    protocol: "http",
    path: view.path,
    virtualHost,
    route: choice.route?.name,
    otherRoutes: choice.others,
    rulings: pass.rulings,
    delays: pass.delays,
    limits: pass.limits,
  };
}

interface Met {
  readonly pass: FilterPass;
  readonly passage: Passage;
}

function filterAnswers(
  { choice }: Chosen,
  { pass, passage, share }: Met & { readonly share: number },
): readonly Answer[] {
  return pass.answers.map((answer) => ({
    ...answer,
    kind: "answer",
    share: choice.share * share * answer.share,
    passage,
    location: undefined,
  }));
}

function finalAnswer({ choice }: Chosen, { pass, passage }: Met): readonly Answer[] {
  if (pass.left === 0) return [];
  const base = { kind: "answer", share: choice.share * pass.left, passage } as const;
  const end = choice.route?.end;
  if (end?.kind !== "answer")
    return [{ ...base, verdict: "no-route", status: 404, details: "route_not_found", location: undefined }];
  const location = end.location(pass.view);
  return [{ ...base, verdict: "answered", status: end.status, details: "direct_response", location }];
}

function forwarded(
  { choice }: Chosen,
  { pass, passage, cluster }: Met & { readonly cluster: ClusterShare },
): Forward {
  const { view, changes } = mutate(pass.view, cluster.mutations);
  return {
    kind: "forward",
    share: choice.share * cluster.share * pass.left,
    passage,
    cluster: cluster.cluster(pass.view),
    policy: cluster.policy,
    notFoundStatus: cluster.notFoundStatus,
    changes: pass.changes.length === 0 ? changes : [...pass.changes, ...changes],
    view: leaving(view, cluster),
  };
}

/** The request with the host and the path that the route gives it. */
function leaving(view: RequestView, { rewrite, host }: ClusterShare): RequestView {
  const newHost = host(view);
  if (!rewrite && newHost === undefined) return view;
  const headers = new Map(view.headers);
  if (newHost !== undefined) headers.set(":authority", [newHost]);
  if (rewrite) {
    headers.set("x-envoy-original-path", [view.path]);
    headers.set(":path", [rewrite(view.path)]);
  }
  return view.withHeaders(headers);
}

function withPath(view: RequestView, path: string): RequestView {
  return view.withHeaders(new Map(view.headers).set(":path", [path]));
}
