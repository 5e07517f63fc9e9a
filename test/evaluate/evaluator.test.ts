import { describe, expect, test } from "@jest/globals";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import type { UpstreamTlsContext } from "../../src/envoy/gen/envoy.extensions.transport_sockets.tls.v3.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { decisionRanges } from "../../src/evaluate/decision-ranges.ts";
import { evaluatedProxies } from "../../src/evaluate/evaluated-proxies.ts";
import type { Evaluation, MeshRequest } from "../../src/evaluate/evaluation.ts";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { compiledMesh } from "../support/check-document.ts";
import {
  assignment,
  cluster,
  endpoints,
  httpListener,
  listener,
  routesOf,
  spiffe,
  viewOf,
} from "./hand-written.ts";

const document = `service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
  upstream "db" { local_bind_port = 9002 }
}
service "api" {
  port     = 8080
  protocol = "http"
  instance "api-1" {
    address = "10.0.0.2"
    meta    = { version = "v1" }
  }
  instance "api-2" {
    address = "10.0.0.3"
    meta    = { version = "v2" }
  }
}
service "db" {
  port    = 5432
  address = "10.0.0.4"
}
service "spare" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.5"
}
resolver "api" {
  default_subset = "v1"
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
  failover "v1" { service = "spare" }
}
splitter "api" {
  split {
    weight = 75
    subset = "v1"
    request_headers {
      set = { x-version = "one" }
    }
  }
  split {
    weight = 25
    subset = "v2"
  }
}
router "api" {
  route {
    match {
      http { path_prefix = "/old/" }
    }
    destination {
      subset          = "v2"
      prefix_rewrite  = "/v1/"
      request_timeout = "3s"
      num_retries     = 2
      retry_on        = ["5xx"]
    }
  }
}
intentions "api" {
  source "web" {
    permission {
      action = "deny"
      http { path_exact = "/v1/secret" }
    }
    permission {
      action = "allow"
      http {
        path_prefix = "/v1/"
        methods     = ["GET"]
      }
    }
  }
}
intentions "db" {
  source "web" { action = "deny" }
}
`;

const mesh = compiledMesh(document);

function evaluatorWhile(health: "passing" | "critical", ids: readonly string[] = []): Evaluator {
  const healthOf = ({ id }: { readonly id: string }) => (ids.includes(id) ? health : "passing");
  return new Evaluator(evaluatedProxies(mesh.proxies, renderEndpoints(mesh.graph, { healthOf })));
}

function ask(request: MeshRequest, destination = "api", evaluator = evaluatorWhile("passing")): Evaluation {
  return evaluator.evaluate({ from: "web-sidecar-proxy", to: { destination }, request });
}

describe("a mesh of documents", () => {
  test("a request that is allowed, with its shares, changes and instances", () => {
    const { verdict, listener: name, ways, assumptions } = ask({ path: "/v1/x?y" });
    expect({ verdict, name, assumptions }).toEqual({
      verdict: "allowed",
      name: "outbound~api",
      assumptions: [],
    });
    expect(ways).toMatchObject([
      {
        share: 0.75,
        verdict: "allowed",
        details: "via_upstream",
        outbound: { route: "outbound~api", path: "/v1/x?y" },
        sent: {
          changes: [{ kind: "set", name: "x-version", value: "one" }],
          standbys: [{ address: "10.0.0.5", port: 21000, priority: 1 }],
        },
        endpoint: { address: "10.0.0.2", port: 21000 },
        proxy: "api-1-sidecar-proxy",
        inbound: { route: "inbound~api" },
        received: { cluster: "local-application", path: "/v1/x?y" },
      },
      { share: 0.25, verdict: "allowed", proxy: "api-2-sidecar-proxy", sent: { changes: [], standbys: [] } },
    ]);
  });

  test("the rule that decides, and why the others do not", () => {
    const { verdict, ways } = ask({ path: "/v1/x", method: "POST" });
    expect(verdict).toBe("denied");
    expect(ways[0]).toMatchObject({
      status: 403,
      details: "rbac_access_denied_matched_policy[api/web#default-deny]",
    });
    expect(ways[0]?.inbound?.rulings).toMatchObject([
      {
        isEnforced: true,
        rule: "api/web#default-deny",
        action: "deny",
        others: [
          { kind: "no-match", rule: "escaped-slash" },
          { kind: "no-match", rule: "api/web#0", failed: [{ input: "path", actual: "/v1/x" }] },
          {
            kind: "no-match",
            rule: "api/web#1",
            failed: [{ input: "method", expected: 'is "GET"', actual: "POST" }],
          },
        ],
      },
    ]);
  });

  test("a rule behind the one that decides is shadowed", () => {
    const [way] = ask({ path: "/v1/secret" }).ways;
    expect(way?.inbound?.rulings[0]).toMatchObject({ rule: "api/web#0", action: "deny" });
    expect(way?.inbound?.rulings[0]?.others).toContainEqual({
      kind: "shadowed",
      rule: "api/web#1",
      action: "allow",
    });
  });

  test("a route with its rewrite and what it asks for", () => {
    const { verdict, ways } = ask({ path: "/old/x?y" });
    expect(verdict).toBe("allowed");
    expect(ways).toMatchObject([
      {
        share: 1,
        outbound: { route: "outbound~api#0", otherRoutes: [{ kind: "shadowed", name: "outbound~api" }] },
        sent: { path: "/v1/x?y", policy: { timeoutMs: 3000, retry: { on: ["5xx"], attempts: 2 } } },
        proxy: "api-2-sidecar-proxy",
        received: { path: "/v1/x?y" },
      },
    ]);
  });

  test("a connection that the intentions refuse is refused in the handshake", () => {
    const { verdict, ways } = ask({}, "db");
    expect(verdict).toBe("denied");
    expect(ways).toMatchObject([
      { status: undefined, details: "caller_not_accepted", proxy: "db-sidecar-proxy" },
    ]);
  });

  test("another service takes over when no instance is left, and judges for itself", () => {
    const { verdict, ways } = ask({ path: "/v1/x" }, "api", evaluatorWhile("critical", ["api-1"]));
    expect(verdict).toBe("mixed");
    expect(ways.map(({ share, proxy, details }) => [share, proxy, details])).toEqual([
      [0.75, "spare-sidecar-proxy", "rbac_access_denied_matched_policy[default-deny]"],
      [0.25, "api-2-sidecar-proxy", "via_upstream"],
    ]);
  });

  test("nothing takes over", () => {
    const { ways } = ask({ path: "/old/x" }, "api", evaluatorWhile("critical", ["api-2"]));
    expect(ways).toMatchObject([
      { verdict: "unreachable", status: 503, details: "no_healthy_upstream", share: 1 },
    ]);
  });

  test("a call of gRPC is told its status otherwise", () => {
    const request: MeshRequest = {
      path: "/v1/x",
      method: "POST",
      headers: [["Content-Type", "application/grpc"]],
    };
    expect(ask(request).ways[0]).toMatchObject({ status: 403, grpcStatus: 7 });
  });

  test("the lines behind the answer", () => {
    const { resources } = ask({ path: "/old/x" });
    const lines = resources.map(({ name, origins }) => [name, origins.length > 0]);
    expect(lines).toEqual([
      ["outbound~api", true],
      ["outbound~api", true],
      ["v2.api.default.dc1.internal.mesh.internal", true],
      ["v2.api.default.dc1.internal.mesh.internal", true],
      ["inbound~api", true],
      ["inbound~api", true],
    ]);
  });

  test.each([
    ["api/web#0", `permission {\n      action = "deny"`],
    ["api/web#1", `permission {\n      action = "allow"`],
    ["api/web#default-deny", 'source "web" {\n    permission'],
    ["db/web", 'source "web" { action'],
    ["outbound~api#0", "route {\n    match"],
    ["default-deny", undefined],
    ["escaped-slash", undefined],
  ])("%s is found in the document", (name, expected) => {
    const range = decisionRanges(mesh.graph)(name);
    const text = range?.file.text.slice(range.start);
    if (expected === undefined) expect(text).toBeUndefined();
    else expect(text?.startsWith(expected)).toBe(true);
  });
});

describe("who asks wrongly", () => {
  test("nobody listens for a service that is no upstream", () => {
    expect(ask({}, "spare")).toMatchObject({ verdict: "unreachable", listener: undefined, ways: [] });
  });

  test("a listener is found by its address too", () => {
    const to = { address: "127.0.0.1", port: 9001 };
    const evaluation = evaluatorWhile("passing").evaluate({ from: "web-sidecar-proxy", to, request: {} });
    expect(evaluation.listener).toBe("outbound~api");
  });

  test("a proxy that is not there is the caller's mistake", () => {
    expect(() =>
      evaluatorWhile("passing").evaluate({ from: "x", to: { destination: "api" }, request: {} }),
    ).toThrow('no proxy has the id "x"');
  });
});

describe("resources by hand", () => {
  const tls = (name: string, exact: string): UpstreamTlsContext => ({
    sni: name,
    common_tls_context: {
      combined_validation_context: {
        default_validation_context: {
          match_typed_subject_alt_names: [{ san_type: "URI", matcher: { exact } }],
        },
      },
    },
  });

  const upstream = (exact: string): Resource =>
    cluster({
      name: "api",
      type: "EDS",
      transport_socket: {
        name: "tls",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
          ...tls("api", exact),
        },
      },
    });

  const outbound = httpListener(
    { name: "outbound~api", port: 9001, traffic_direction: "OUTBOUND" },
    { route_config: routesOf({ name: "all", match: { prefix: "/" }, route: { cluster: "api" } }) },
  );

  const caller = (...resources: readonly Resource[]) => ({
    id: "web",
    spiffeId: spiffe("web"),
    resources: [outbound, ...resources],
  });

  function evaluate(...parameters: ConstructorParameters<typeof Evaluator>): Evaluation {
    return new Evaluator(...parameters).evaluate({ from: "web", to: { destination: "api" }, request: {} });
  }

  test("a cluster that does not exist", () => {
    expect(evaluate([caller()]).ways).toMatchObject([
      { verdict: "unreachable", status: 503, details: "cluster_not_found" },
    ]);
  });

  test("instances that are not among the resources", () => {
    expect(evaluate([caller(upstream(spiffe("api")))])).toMatchObject({
      verdict: "unknown",
      assumptions: ["The instances of api are not among the resources."],
    });
  });

  test("a proxy that is not among those known", () => {
    expect(evaluate([caller(upstream(spiffe("api")), endpoints(assignment("api", 21000)))])).toMatchObject({
      verdict: "unknown",
      ways: [{ details: "unknown_destination", endpoint: { port: 21000 } }],
    });
  });

  test("an instance outside of the mesh, in clear", () => {
    const plain = cluster({ name: "api", type: "STATIC", load_assignment: assignment("api", 80) });
    expect(evaluate([caller(plain)])).toMatchObject({ verdict: "allowed", ways: [{ proxy: undefined }] });
  });

  const inbound = (demands: string): Resource =>
    listener({
      name: "inbound~api",
      address: { socket_address: { address: "127.0.0.1", port_value: 21000 } },
      traffic_direction: "INBOUND",
      filter_chains: [
        {
          filters: [
            {
              name: "tcp",
              typed_config: {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
                cluster: "local-application",
              },
            },
          ],
          transport_socket: {
            name: "tls",
            typed_config: {
              "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
              require_client_certificate: true,
              ...tls("", demands),
            },
          },
        },
      ],
    });

  const application = cluster({
    name: "local-application",
    type: "STATIC",
    load_assignment: assignment("local-application", 8080),
  });

  test.each([
    ["both are who they should be", spiffe("api"), spiffe("web"), "allowed", "via_upstream"],
    [
      "the destination is somebody else",
      spiffe("db"),
      spiffe("web"),
      "unreachable",
      "destination_not_accepted",
    ],
    ["the caller is somebody else", spiffe("api"), spiffe("db"), "denied", "caller_not_accepted"],
  ])("%s", (_, wanted, demanded, verdict, details) => {
    const api = { id: "api", spiffeId: spiffe("api"), resources: [inbound(demanded), application] };
    expect(evaluate([caller(upstream(wanted), endpoints(assignment("api", 21000))), api])).toMatchObject({
      verdict,
      ways: [{ details, proxy: "api" }],
    });
  });

  test("one side speaks TLS, the other does not", () => {
    const api = { id: "api", spiffeId: spiffe("api"), resources: [inbound(spiffe("web")), application] };
    const plain = cluster({ name: "api", type: "STATIC", load_assignment: assignment("api", 21000) });
    expect(evaluate([caller(plain), api])).toMatchObject({
      verdict: "unreachable",
      ways: [{ details: "tls_mismatch" }],
    });
  });

  test("the application's cluster is missing", () => {
    const api = { id: "api", spiffeId: spiffe("api"), resources: [inbound(spiffe("web"))] };
    expect(
      evaluate([caller(upstream(spiffe("api")), endpoints(assignment("api", 21000))), api]),
    ).toMatchObject({
      verdict: "unreachable",
      ways: [{ details: "cluster_not_found" }],
    });
  });

  test("routes with fractions divide requests as Envoy draws: each takes what the one before has left of its part", () => {
    const part = (name: string, numerator: number) => ({
      name,
      match: { prefix: "/", runtime_fraction: { default_value: { numerator } } },
      direct_response: { status: 200 },
    });
    const routes = routesOf(part("a", 20), part("b", 50), part("c", 40), {
      name: "rest",
      match: { prefix: "/" },
      direct_response: { status: 200 },
    });
    const web = {
      id: "web",
      spiffeId: spiffe("web"),
      resources: [httpListener({ name: "outbound~api", port: 1 }, { route_config: routes })],
    };
    expect(evaluate([web]).ways.map(({ outbound: { route }, share }) => [route, share])).toEqual([
      ["a", 0.2],
      ["b", 0.3],
      ["rest", 0.5],
    ]);
  });
});

test("a view tells repeated headers joined", () => {
  expect(viewOf({ "x-a": ["1", "2"] }).header("x-a")).toBe("1,2");
});
