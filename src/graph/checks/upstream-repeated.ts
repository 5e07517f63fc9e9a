import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const upstreamRepeatedPages: readonly ErrorPage[] = [
  {
    code: graphCodes.upstreamRepeated,
    title: "Two upstreams with one destination",
    meaning:
      "A service names each destination once among its upstreams. The application reaches it on that upstream's port, as often as it likes.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" { local_bind_port = 9001 }
  upstream "api" { local_bind_port = 9002 }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" { local_bind_port = 9001 }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Remove one of the two.",
  },
];

/** A service has each destination once among its upstreams: two listeners for one destination would share names. */
export const upstreamRepeated: GraphCheck = ({ index }) =>
  [...index.services.values()].flatMap((entry) => {
    const destinations = (entry.value.upstreams ?? []).map(({ destination_name }) => destination_name);
    return destinations.flatMap((destination, position) => {
      const earlier = destinations.indexOf(destination);
      if (earlier === position) return [];
      return error({
        code: graphCodes.upstreamRepeated,
        summary: "Two upstreams with one destination",
        detail: `"${entry.name}" already has an upstream "${destination}". Remove one of the two.`,
        subject: entry.rangeAt("upstreams", position),
        related: [{ message: "The first one is here.", range: entry.rangeAt("upstreams", earlier) }],
      });
    });
  });
