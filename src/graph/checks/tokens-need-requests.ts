import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { protocolIsKnown } from "../link/protocol.ts";
import { isHttpLike } from "../mesh-graph.ts";
import type { GraphCheck } from "./graph-check.ts";

const keys = `jwt_provider "own" {
  issuer = "https://id.internal"
  json_web_key_set {
    local { filename = "/etc/keys.json" }
  }
}`;

export const tokensNeedRequestsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.tokensNeedRequests,
    title: "Tokens for a service that speaks tcp, or for every service at once",
    meaning:
      'A token comes with a request of http, in a header, a query or a cookie. A tcp connection has none of them, and `intentions "*"` speaks of services of every protocol.',
    wrong: `${keys}

intentions "db" {
  jwt {
    provider "own" {}
  }
  source "web" { action = "allow" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "db" {
  port     = 5432
  protocol = "tcp"
}`,
    right: `${keys}

intentions "db" {
  jwt {
    provider "own" {}
  }
  source "web" { action = "allow" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "db" {
  port     = 5432
  protocol = "http"
}`,
    wayOut: "Name one destination that speaks http, http2 or grpc, or remove the `jwt` block.",
  },
];

/** An entry asks for tokens only where requests can bring them; permissions, which may ask too, have their own rules. */
export const tokensNeedRequests: GraphCheck = ({ index, graph }) =>
  index.intentions.flatMap((entry) => {
    if (!entry.value.jwt) return [];
    const subject = entry.rangeAt("jwt");
    const code = graphCodes.tokensNeedRequests;
    if (entry.name === "*")
      return error({
        code,
        summary: "Tokens for every destination",
        detail:
          'Destinations may speak tcp, which has no place for a token. Name one service in place of "*".',
        subject,
      });
    const service = graph.services.get(entry.name);
    if (!service || isHttpLike(service.protocol) || !protocolIsKnown(entry.name, index)) return [];
    return error({
      code,
      summary: "Tokens need a service that speaks http",
      detail: `The service "${service.name}" speaks tcp, which has no place for a token. Set \`protocol = "http"\` (or http2, grpc) on the service, or remove the jwt block.`,
      subject,
      related: [{ message: `"${service.name}" is declared here.`, range: service.range }],
    });
  });
