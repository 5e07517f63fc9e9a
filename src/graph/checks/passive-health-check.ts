import { warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { protocolIsKnown } from "../link/protocol.ts";
import type { Service, Upstream } from "../mesh-graph.ts";
import type { CheckInput, GraphCheck } from "./graph-check.ts";
import { passiveHealthChecks } from "./places/setting-places.ts";

export const passiveHealthCheckPages: readonly ErrorPage[] = [
  {
    code: graphCodes.everyInstanceEjected,
    title: "A passive health check that may leave out every instance",
    meaning:
      "With `max_ejection_percent = 100` all instances of a service may be left out at a time. Then none is left to ask, and until one returns every request is answered 503 with the flag UH: a fault of what they all depend on, which a retry might have got past, becomes an outage. This is a warning.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" {
    local_bind_port = 9001
    config {
      passive_health_check { max_ejection_percent = 100 }
    }
  }
}

service "api" {
  port = 9090
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" {
    local_bind_port = 9001
    config {
      passive_health_check { max_ejection_percent = 50 }
    }
  }
}

service "api" {
  port = 9090
}`,
    wayOut:
      "Choose a share that leaves enough instances for the load. One of several may be left out at any share.",
  },
  {
    code: graphCodes.neverEjects,
    title: "A passive health check that leaves out no instance",
    meaning:
      "An instance that failed `consecutive_5xx` times is left out in `enforcing_consecutive_5xx` percent of the cases, and the same goes for gateway failures, whose share is 0 unless given. With both at 0 failures are counted and nothing follows. This is a warning.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" {
    local_bind_port = 9001
    config {
      passive_health_check { enforcing_consecutive_5xx = 0 }
    }
  }
}

service "api" {
  port = 9090
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" {
    local_bind_port = 9001
    config {
      passive_health_check { consecutive_5xx = 3 }
    }
  }
}

service "api" {
  port = 9090
}`,
    wayOut: "Give one of the two a larger share, or remove the block.",
  },
];

/** A passive health check leaves out some instances: neither none ever nor possibly all. */
export const passiveHealthCheck: GraphCheck = (input) => [...ejectingAll(input), ...ejectingNone(input)];

interface Call {
  readonly upstream: Upstream;
  readonly destination: Service;
}

/** One warning for each block, however many upstreams it holds for. */
function ejectingAll({ graph, index }: CheckInput): readonly Diagnostic[] {
  const byPlace = new Map<string, Call[]>();
  for (const upstream of [...graph.services.values()].flatMap(({ upstreams }) => upstreams)) {
    const check = upstream.settings.passiveHealthCheck;
    const destination = graph.services.get(upstream.destination);
    if (check?.value.maxEjectionPercent !== 100 || !check.range || !destination) continue;
    if (!protocolIsKnown(destination.name, index)) continue;
    const key = `${check.range.start} ${check.range.file.filename}`;
    const calls = byPlace.get(key) ?? [];
    byPlace.set(key, [...calls, { upstream, destination }]);
  }
  return [...byPlace.values()].flatMap(([first, ...others]) => {
    const range = first?.upstream.settings.passiveHealthCheck?.range;
    if (!first || !range) return [];
    const { name, instances } = first.destination;
    const count = instances.length === 1 ? "The only instance" : `All ${instances.length} instances`;
    const more = others.length > 0 ? ", and of the others it is for," : "";
    return warning({
      code: graphCodes.everyInstanceEjected,
      summary: "Every instance may be left out",
      detail: `${count} of "${name}"${more} may be left out at a time. Choose a max_ejection_percent that leaves enough for the load.`,
      subject: range,
      related: [{ message: `"${name}" is declared here.`, range: first.destination.range }],
    });
  });
}

function ejectingNone({ index }: CheckInput): readonly Diagnostic[] {
  return passiveHealthChecks(index).flatMap(({ value, range }) => {
    const { enforcing_consecutive_5xx = 100, enforcing_consecutive_gateway_failure = 0 } = value;
    if (enforcing_consecutive_5xx > 0 || enforcing_consecutive_gateway_failure > 0) return [];
    return warning({
      code: graphCodes.neverEjects,
      summary: "No instance is ever left out",
      detail:
        "Both enforcing_consecutive_5xx and enforcing_consecutive_gateway_failure are 0. Give one of them a larger share, or remove the block.",
      subject: range,
    });
  });
}
