import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { upstreamChain } from "../upstream-chain.ts";
import type { GraphCheck } from "./graph-check.ts";

export const probeNeedsHttp2Pages: readonly ErrorPage[] = [
  {
    code: graphCodes.probeNeedsHttp2,
    title: "A gRPC probe of a service that does not speak HTTP/2",
    meaning:
      "Health checks of type grpc are calls of gRPC, which needs HTTP/2: the service has to be one of protocol http2 or grpc.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" {
    local_bind_port = 9001
    config {
      active_health_check { type = "grpc" }
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
      active_health_check { type = "grpc" }
    }
  }
}

service "api" {
  port     = 9090
  protocol = "grpc"
}`,
    wayOut: 'Say `protocol = "grpc"` if that is what the service speaks, or probe it by http or tcp.',
  },
];

/** Probes of gRPC go to services that speak HTTP/2: Envoy refuses others. */
export const probeNeedsHttp2: GraphCheck = ({ graph }) =>
  [...graph.services.values()].flatMap(({ upstreams }) =>
    upstreams.flatMap((upstream) => {
      const check = upstream.settings.activeHealthCheck;
      const protocol = upstreamChain(upstream, graph.chains)?.protocol;
      if (check?.value.type !== "grpc" || (protocol !== "tcp" && protocol !== "http")) return [];
      return error({
        code: graphCodes.probeNeedsHttp2,
        summary: `gRPC probe of a service of protocol ${protocol}`,
        detail: `Probes of type grpc need HTTP/2, and "${upstream.destination}" is called by ${protocol}. Probe it by another type, or correct its protocol to grpc or http2.`,
        subject: check.range ?? upstream.range,
        related: [{ message: "It is called by this upstream.", range: upstream.range }],
      });
    }),
  );
