import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { chainTargets } from "../discovery-chain.ts";
import type { MeshGraph, Protocol, Service, Upstream } from "../mesh-graph.ts";
import { targetKey } from "../target.ts";
import type { Target } from "../target.ts";
import { upstreamChain } from "../upstream-chain.ts";
import type { UpstreamSettings } from "../upstream-settings.ts";
import type { GraphCheck } from "./graph-check.ts";

export const differingUpstreamSettingsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.differingUpstreamSettings,
    title: "Two upstreams lead to one target with different settings",
    meaning:
      "A sidecar has one pool of connections for each target, and limits, timeouts and health checks belong to the pool. When two upstreams of a service lead to the same instances, by a splitter, a redirect or a failover, their settings have to agree.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" {
    local_bind_port = 9001
    config { connect_timeout_ms = 250 }
  }
  upstream "old-api" { local_bind_port = 9002 }
}

service "api" {
  port    = 9090
  address = "10.0.0.2"
}

service "old-api" {
  port    = 9091
  address = "10.0.0.3"
}

resolver "old-api" {
  redirect { service = "api" }
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" { local_bind_port = 9001 }
  upstream "old-api" { local_bind_port = 9002 }

  upstream_config {
    defaults { connect_timeout_ms = 250 }
  }
}

service "api" {
  port    = 9090
  address = "10.0.0.2"
}

service "old-api" {
  port    = 9091
  address = "10.0.0.3"
}

resolver "old-api" {
  redirect { service = "api" }
}`,
    wayOut: "Give both upstreams the same settings, for example by the defaults of `upstream_config`.",
  },
];

/** Upstreams of a service that lead to one target treat it alike: their requests share its connections. */
export const differingUpstreamSettings: GraphCheck = ({ graph }) =>
  [...graph.services.values()].flatMap((service) => judge(service, graph));

function judge(service: Service, graph: MeshGraph): readonly Diagnostic[] {
  if (service.upstreams.every(({ settings }) => settings.key === "")) return [];
  const first = new Map<string, Upstream>();
  return service.upstreams.flatMap((upstream) => {
    const chain = upstreamChain(upstream, graph.chains);
    const targets = chain ? chainTargets(chain) : [];
    const conflicts = targets.flatMap((target) => {
      const earlier = first.get(targetKey(target)) ?? upstream;
      first.set(targetKey(target), earlier);
      const spoken = graph.services.get(target.service)?.protocol;
      const fields = differingFields(earlier.settings, upstream.settings, spoken);
      return fields.length > 0 ? { earlier, target, fields } : [];
    });
    const [conflict] = conflicts;
    return conflict ? [report(service, upstream, conflict)] : [];
  });
}

type ClusterField = keyof typeof fieldNames;

/** Those that belong to the target's connections, and how they are written. */
const fieldNames = {
  protocol: "protocol",
  connectTimeoutMs: "connect_timeout_ms",
  limits: "limits",
  passiveHealthCheck: "passive_health_check",
  activeHealthCheck: "active_health_check",
} as const satisfies Partial<Record<keyof UpstreamSettings, string>>;

const clusterFields = Object.keys(fieldNames) as readonly ClusterField[];

/** To say the protocol that the target has by itself is to say nothing. */
function differingFields(
  one: UpstreamSettings,
  other: UpstreamSettings,
  spoken: Protocol | undefined,
): readonly ClusterField[] {
  if (one.key === other.key) return [];
  const valueOf = (settings: UpstreamSettings, field: ClusterField): string =>
    JSON.stringify(settings[field]?.value ?? (field === "protocol" ? spoken : undefined));
  return clusterFields.filter((field) => valueOf(one, field) !== valueOf(other, field));
}

interface Conflict {
  readonly earlier: Upstream;
  readonly target: Target;
  readonly fields: readonly ClusterField[];
}

function report(service: Service, upstream: Upstream, { earlier, target, fields }: Conflict): Diagnostic {
  const [field = "limits"] = fields;
  const names = fields.map((differing) => fieldNames[differing]).join(", ");
  return error({
    code: graphCodes.differingUpstreamSettings,
    summary: `Different settings for "${targetKey(target)}"`,
    detail: `Of "${service.name}", the upstreams "${earlier.destination}" and "${upstream.destination}" both lead to "${targetKey(target)}", and their requests share its connections; but they differ in ${names}. Give both the same settings.`,
    subject: upstream.settings[field]?.range ?? upstream.range,
    related: [
      {
        message: `The upstream "${earlier.destination}" is called like this.`,
        range: earlier.settings[field]?.range ?? earlier.range,
      },
    ],
  });
}
