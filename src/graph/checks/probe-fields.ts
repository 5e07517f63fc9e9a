import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { MeshGraph } from "../mesh-graph.ts";
import { upstreamChain } from "../upstream-chain.ts";
import { probeType } from "../upstream-settings.ts";
import type { ProbeType } from "../upstream-settings.ts";
import type { GraphCheck } from "./graph-check.ts";
import type { Place } from "./places/place.ts";
import { placeWithin } from "./places/place.ts";
import { upstreamSettings } from "./places/setting-places.ts";

export const probeFieldsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.probeFields,
    title: "A field that a health check has no use for",
    meaning:
      "`path` belongs to probes of type http and `grpc_service` to those of type grpc. A probe without a type follows the protocol of the service called. `max_failures` and `consecutive_5xx` are two names for one number. What has no use would be ignored.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" {
    local_bind_port = 9001
    config {
      active_health_check {
        type = "tcp"
        path = "/health"
      }
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" {
    local_bind_port = 9001
    config {
      active_health_check { path = "/health" }
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Remove the field, or choose the type it belongs to.",
  },
];

/** A health check made by callers has no field that its kind would ignore. */
export const probeFields: GraphCheck = ({ index, graph }) => {
  const typesByBlock = usedTypes(graph);
  return upstreamSettings(index).flatMap((place) => {
    const { active_health_check: active, passive_health_check: passive } = place.value;
    const probes = placeWithin(place, ["active_health_check"], active).flatMap((probe) => {
      const types = typesByBlock.get(blockKey(probe));
      return types ? fieldsOfOthers(probe, types) : [];
    });
    const twice = passive?.max_failures !== undefined && passive.consecutive_5xx !== undefined;
    return twice ? [...probes, givenTwice(place)] : probes;
  });
};

/** By the block that asks for probes, what the probes are of all upstreams it holds for. */
function usedTypes({ services, chains }: MeshGraph): ReadonlyMap<string, ReadonlySet<ProbeType>> {
  const byBlock = new Map<string, Set<ProbeType>>();
  for (const upstream of [...services.values()].flatMap(({ upstreams }) => upstreams)) {
    const { value, range } = upstream.settings.activeHealthCheck ?? {};
    const protocol = upstreamChain(upstream, chains)?.protocol;
    if (!value || !range || !protocol) continue;
    const types = byBlock.get(blockKey({ range })) ?? new Set();
    byBlock.set(blockKey({ range }), types.add(probeType(value, protocol)));
  }
  return byBlock;
}

function blockKey({ range }: Pick<Place<unknown>, "range">): string {
  return `${range.start} ${range.file.filename}`;
}

const typeOfField = { path: "http", grpc_service: "grpc" } as const;

function fieldsOfOthers(
  { value, rangeAt }: Place<{ readonly path?: string; readonly grpc_service?: string }>,
  types: ReadonlySet<ProbeType>,
): readonly Diagnostic[] {
  return (["path", "grpc_service"] as const)
    .filter((field) => value[field] !== undefined && !types.has(typeOfField[field]))
    .map((field) =>
      error({
        code: graphCodes.probeFields,
        summary: `No use for ${field} in probes of type ${[...types].join(" or ")}`,
        detail: `${field} belongs to probes of type ${typeOfField[field]}. Remove it, or choose that type.`,
        subject: rangeAt(field),
      }),
    );
}

function givenTwice({ rangeAt }: Place<unknown>): Diagnostic {
  return error({
    code: graphCodes.probeFields,
    summary: "One number under two names",
    detail: "max_failures and consecutive_5xx mean the same. Remove one of them.",
    subject: rangeAt("passive_health_check", "max_failures"),
    related: [
      { message: "The other name is here.", range: rangeAt("passive_health_check", "consecutive_5xx") },
    ],
  });
}
