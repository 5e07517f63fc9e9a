import { describe, expect, test } from "@jest/globals";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import { typeUrls } from "../../src/envoy/resource.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import type { InstanceHealth } from "../../src/graph/mesh-graph.ts";
import { compiledMesh } from "../support/check-document.ts";
import { expectGolden } from "../support/golden.ts";
import { proxyOf, resourcesOf, written } from "./render-documents.ts";
import { expectRoundTrip } from "./round-trip.ts";

const part = "envoy-render";

interface Mesh {
  /** What is added to web's upstream, to web itself and to the whole. */
  readonly upstream?: string;
  readonly web?: string;
  readonly more?: string;
  /** Default: http. */
  readonly protocol?: string;
}

const mesh = ({ upstream = "", web = "", more = "", protocol = "http" }: Mesh): string => `service "api" {
  port     = 9090
  protocol = "${protocol}"
  instance "api-1" {
    address = "10.0.0.2"
    locality {
      region = "eu"
      zone   = "eu-a"
    }
  }
  instance "api-2" {
    address = "10.0.0.3"
    weights {
      passing = 5
      warning = 0
    }
    locality {
      region = "eu"
      zone   = "eu-b"
    }
  }
  instance "api-3" {
    address = "10.0.0.4"
    weights { passing = 3 }
    locality { region = "us" }
  }
  instance "api-4" { address = "10.0.0.5" }
}
service "spare" {
  port     = 9091
  protocol = "${protocol}"
  address  = "10.0.0.6"
  locality {
    region = "us"
    zone   = "us-a"
  }
}
service "reserve" {
  port     = 9092
  protocol = "${protocol}"
  address  = "10.0.0.7"
  locality {
    region = "asia"
    zone   = "asia-a"
  }
}
service "web" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
  ${web}
  upstream "api" {
    local_bind_port = 9001
    ${upstream}
  }
}
${more}
`;

const hashing = `
    hash_policy {
      field       = "header"
      field_value = "x-user"
      terminal    = true
    }
    hash_policy {
      field       = "cookie"
      field_value = "session"
      cookie_config { session = true }
    }
    hash_policy {
      field       = "cookie"
      field_value = "sticky"
      cookie_config {
        ttl  = "90s"
        path = "/shop"
      }
    }
    hash_policy {
      field       = "query_parameter"
      field_value = "user"
    }
    hash_policy { source_ip = true }`;

const balancer = (body: string): string => `resolver "api" {\n  load_balancer {\n    ${body}\n  }\n}`;

const threeWays = (policy: string): string => `resolver "api" {
  failover "*" {
    target { service = "reserve" }
    target { service = "spare" }
    policy {
      ${policy}
    }
  }
}`;

const inEurope = 'locality {\n    region = "eu"\n    zone   = "eu-a"\n  }';

interface Case extends Mesh {
  readonly shows: string;
  readonly types: readonly (keyof typeof typeUrls)[];
}

const cases: readonly Case[] = [
  { shows: "balance-random", more: balancer('policy = "random"'), types: ["cluster"] },
  { shows: "balance-round-robin", more: balancer('policy = "round_robin"'), types: ["cluster"] },
  {
    shows: "balance-least-request",
    more: balancer('policy = "least_request"\n    least_request_config { choice_count = 5 }'),
    types: ["cluster"],
  },
  {
    shows: "balance-ring-hash-with-every-hash-policy",
    more: balancer(
      `policy = "ring_hash"\n    ring_hash_config {\n      minimum_ring_size = 512\n      maximum_ring_size = 4096\n    }${hashing}`,
    ),
    types: ["cluster", "route"],
  },
  {
    shows: "balance-maglev-by-source-of-a-connection",
    protocol: "tcp",
    more: balancer('policy = "maglev"\n    hash_policy { source_ip = true }'),
    types: ["cluster", "listener"],
  },
  {
    shows: "upstream-limits",
    upstream: `config {
      connect_timeout_ms = 250
      limits {
        max_connections         = 10
        max_pending_requests    = 20
        max_concurrent_requests = 30
        retry_budget {
          budget_percent        = 12.5
          min_retry_concurrency = 7
        }
      }
    }`,
    more: threeWays('mode = "sequential"'),
    types: ["cluster"],
  },
  {
    shows: "upstream-passive-health-check",
    upstream: `config {
      passive_health_check {
        interval                              = "2s"
        consecutive_5xx                       = 3
        enforcing_consecutive_5xx             = 90
        consecutive_gateway_failure           = 2
        enforcing_consecutive_gateway_failure = 80
        max_ejection_percent                  = 50
        base_ejection_time                    = "15s"
      }
    }`,
    types: ["cluster"],
  },
  {
    shows: "upstream-active-health-check-http",
    upstream: `config {
      active_health_check {
        path                = "/health"
        interval            = "2s"
        timeout             = "500ms"
        unhealthy_threshold = 4
        healthy_threshold   = 1
      }
    }`,
    types: ["cluster"],
  },
  {
    shows: "upstream-active-health-check-grpc",
    protocol: "grpc",
    upstream: 'config {\n      active_health_check { grpc_service = "orders.v1.Orders" }\n    }',
    types: ["cluster"],
  },
  {
    shows: "upstream-active-health-check-tcp",
    upstream: 'config {\n      active_health_check { type = "tcp" }\n    }',
    types: ["cluster"],
  },
  {
    shows: "upstream-spoken-to-by-tcp",
    upstream:
      'config {\n      protocol                     = "tcp"\n      balance_outbound_connections = "exact_balance"\n    }',
    more: 'splitter "api" {\n  split {\n    weight  = 100\n    service = "spare"\n  }\n}',
    types: ["cluster", "listener", "route"],
  },
  {
    shows: "upstream-spoken-to-by-http2",
    upstream: 'config { protocol = "http2" }',
    types: ["cluster", "route"],
  },
  {
    shows: "near-instances-preferred",
    web: inEurope,
    more: 'resolver "api" {\n  prioritize_by_locality { mode = "failover" }\n}',
    types: ["cluster", "endpoint"],
  },
  {
    shows: "weights-of-instances",
    types: ["endpoint"],
  },
  {
    shows: "failover-in-the-order-given",
    web: inEurope,
    more: threeWays('mode = "sequential"'),
    types: ["cluster"],
  },
  {
    shows: "failover-by-locality-and-regions",
    web: inEurope,
    more: threeWays('mode    = "order-by-locality"\n      regions = ["us", "asia"]'),
    types: ["cluster"],
  },
];

/** What web's sidecar is told of its upstream. */
const chosen = ({ types, ...rest }: Case): readonly Resource[] =>
  resourcesOf("web", mesh(rest)).filter(
    ({ typeUrl, name }) => types.some((type) => typeUrls[type] === typeUrl) && /api|spare|reserve/.test(name),
  );

test.each(cases)("$shows", (row) => expectGolden(part, row.shows, chosen(row).map(written)));

describe("what is encoded is what is written", () => {
  test.each(cases)("$shows", (row) => {
    for (const { typeUrl, message } of resourcesOf("web", mesh(row)))
      expectRoundTrip(typeUrl.slice(typeUrl.indexOf("/") + 1), message);
  });
});

describe("a setting is taken from the most precise place that gives it", () => {
  const places = {
    config: "config { connect_timeout_ms = 1 }",
    override: 'upstream_config {\n    override "api" { connect_timeout_ms = 2 }\n  }',
    otherOverride: 'upstream_config {\n    override "spare" { connect_timeout_ms = 3 }\n  }',
    defaults: "upstream_config {\n    defaults { connect_timeout_ms = 4 }\n  }",
    serviceDefaults:
      'service_defaults "web" {\n  upstream_config {\n    defaults { connect_timeout_ms = 5 }\n  }\n}\n',
    serviceDefaultsOverride:
      'service_defaults "web" {\n  upstream_config {\n    override "api" { connect_timeout_ms = 6 }\n  }\n}\n',
    resolver: 'resolver "api" {\n  connect_timeout = "7ms"\n}\n',
    proxyDefaults: "proxy_defaults {\n  config { connect_timeout_ms = 8 }\n}\n",
  };
  const { serviceDefaults, resolver, proxyDefaults } = places;

  test.each<readonly [string, Mesh, string]>([
    ["nothing says it", {}, "5s"],
    ["proxy_defaults", { more: proxyDefaults }, "0.008s"],
    ["the resolver", { more: resolver + proxyDefaults }, "0.007s"],
    ["service_defaults", { more: serviceDefaults + resolver + proxyDefaults }, "0.005s"],
    ["the service's defaults", { web: places.defaults, more: serviceDefaults + resolver }, "0.004s"],
    ["an override for another service is none", { web: places.otherOverride, more: resolver }, "0.007s"],
    [
      "an override of service_defaults",
      { web: places.defaults, more: places.serviceDefaultsOverride },
      "0.006s",
    ],
    ["an override", { web: places.override, more: places.serviceDefaultsOverride }, "0.002s"],
    [
      "the upstream itself",
      { upstream: places.config, web: places.override, more: serviceDefaults },
      "0.001s",
    ],
  ])("%s", (_, documents, expected) => {
    const cluster = resourcesOf("web", mesh(documents)).find(({ name }) => name.startsWith("api."));
    expect(cluster?.message).toMatchObject({ connect_timeout: expected });
  });

  test("and its line is an origin of the cluster", () => {
    const documents = mesh({ upstream: places.config, more: resolver });
    const cluster = resourcesOf("web", documents).find(({ name }) => name.startsWith("api."));
    expect(cluster?.origins.map(({ file, start, end }) => file.text.slice(start, end))).toEqual([
      'service "api"',
      'resolver "api"',
      "1",
    ]);
  });
});

describe("callers share what they see alike", () => {
  const caller = (name: string, settings: string): string =>
    `service "${name}" {\n  port     = 8080\n  address  = "10.1.0.${name.length}"\n  protocol = "http"\n  ${settings}\n  upstream "api" { local_bind_port = 9001 }\n}\n`;
  const zone = (name: string): string => `locality {\n    region = "eu"\n    zone   = "${name}"\n  }`;
  const clusterOf = (id: string, documents: ReturnType<typeof compiledMesh>): Resource | undefined =>
    proxyOf(id, documents).resources.find(({ name }) => name.startsWith("api."));

  test("without settings of their own", () => {
    const documents = compiledMesh(mesh({ more: caller("other", zone("eu-b")) }));
    expect(clusterOf("other", documents)).toBe(clusterOf("web", documents));
  });

  test("not with different settings", () => {
    const limit = "upstream_config {\n    defaults {\n      limits { max_connections = 3 }\n    }\n  }";
    const documents = compiledMesh(mesh({ more: caller("other", limit) }));
    expect(clusterOf("other", documents)?.message).toMatchObject({
      circuit_breakers: { thresholds: [{ max_connections: 3 }] },
    });
    expect(clusterOf("web", documents)?.message).not.toHaveProperty("circuit_breakers");
  });

  test("at one place, when near instances are preferred", () => {
    const documents = compiledMesh(
      mesh({
        web: inEurope,
        more: `${caller("near", zone("eu-a"))}${caller("far", zone("eu-b"))}${caller("somewhere", "")}proxy_defaults {\n  prioritize_by_locality { mode = "failover" }\n}\n`,
      }),
    );
    const [web, near, far, somewhere] = ["web", "near", "far", "somewhere"].map((id) =>
      clusterOf(id, documents),
    );
    expect(near).toBe(web);
    expect(far).not.toBe(web);
    expect(proxyOf("far", documents).viewKeys).toEqual(["api@eu/eu-b"]);
    expect(somewhere?.message).toMatchObject({ eds_cluster_config: { eds_config: { ads: {} } } });
    expect(proxyOf("somewhere", documents).viewKeys).toEqual(["api"]);
  });
});

describe("endpoints follow health, weight and place", () => {
  const resolver = 'resolver "api" {\n  prioritize_by_locality { mode = "failover" }\n}';
  type Health = Readonly<Record<string, InstanceHealth>>;

  const groups = (health: Health, view: string): readonly string[] => {
    const { graph } = compiledMesh(mesh({ web: inEurope, more: resolver }));
    const catalog = { healthOf: ({ id }: { readonly id: string }) => health[id] ?? "passing" };
    const found = renderEndpoints(graph, catalog).get(view);
    if (!found) throw new Error(`${view} is not rendered`);
    const { endpoints = [] } = found.message as { readonly endpoints?: readonly Group[] };
    return endpoints.map(({ priority = 0, locality, lb_endpoints }) => {
      const members = lb_endpoints.map(({ endpoint, load_balancing_weight = 1 }) => {
        return `${endpoint.address.socket_address.address}×${load_balancing_weight}`;
      });
      return `${priority} ${locality?.region ?? "-"}/${locality?.zone ?? "-"} ${members.join(" ")}`;
    });
  };

  interface Group {
    readonly priority?: number;
    readonly locality?: { readonly region: string; readonly zone?: string };
    readonly lb_endpoints: readonly {
      readonly endpoint: { readonly address: { readonly socket_address: { readonly address: string } } };
      readonly load_balancing_weight?: number;
    }[];
  }

  const [a, b, us, unplaced] = ["10.0.0.2×1", "10.0.0.3×5", "10.0.0.4×3", "10.0.0.5×1"];
  test.each<readonly [string, Health, string, readonly string[]]>([
    ["seen from nowhere", {}, "api", [`0 -/- ${a} ${b} ${us} ${unplaced}`]],
    [
      "seen from a zone",
      {},
      "api@eu/eu-a",
      [`0 eu/eu-a ${a}`, `1 eu/eu-b ${b}`, `2 us/- ${us}`, `3 -/- ${unplaced}`],
    ],
    [
      "seen from another zone of another region",
      {},
      "api@us/us-a",
      [`0 us/- ${us}`, `1 eu/eu-a ${a}`, `1 eu/eu-b ${b}`, `2 -/- ${unplaced}`],
    ],
    [
      "the near one is ill: the next takes its place",
      { "api-1": "critical" },
      "api@eu/eu-a",
      [`0 eu/eu-b ${b}`, `1 us/- ${us}`, `2 -/- ${unplaced}`],
    ],
    [
      "a warning one has another weight",
      { "api-3": "warning" },
      "api",
      [`0 -/- ${a} ${b} 10.0.0.4×1 ${unplaced}`],
    ],
    ["weight 0 leaves it out", { "api-2": "warning" }, "api", [`0 -/- ${a} ${us} ${unplaced}`]],
  ])("%s", (_, health, view, expected) => expect(groups(health, view)).toEqual(expected));
});

test("a service's only instance is never left out by less than 100 percent", () => {
  const check = "passive_health_check { max_failures = 2 }";
  const web = `upstream "spare" {\n    local_bind_port = 9002\n    config {\n      ${check}\n    }\n  }`;
  const cluster = resourcesOf("web", mesh({ web })).find(({ name }) => name.startsWith("spare."));
  expect(cluster?.message).toMatchObject({
    outlier_detection: { consecutive_5xx: 2, base_ejection_time: "30s", always_eject_one_host: false },
  });
});
