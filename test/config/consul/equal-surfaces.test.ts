import { describe, expect, test } from "@jest/globals";
import { compileDocuments, compiledMesh, drawn } from "../../support/check-document.ts";
import type { Documents } from "../../support/check-document.ts";

/** The entries of documents without their places, in an order of their own. */
function entriesOf(documents: Documents): readonly unknown[] {
  const { entries, diagnostics } = compileDocuments(documents);
  expect(diagnostics.filter(({ severity }) => severity === "error").map(drawn)).toEqual([]);
  return entries
    .flat()
    .map(({ kind, name, value }) => ({ kind, name, value }))
    .sort((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1));
}

/** What every proxy is told, to the byte. */
function bytesOf(documents: Documents): readonly unknown[] {
  return compiledMesh(documents).proxies.map(({ id, resources, viewKeys }) => ({
    id,
    viewKeys,
    resources: resources.map((resource) => [resource.name, Buffer.from(resource.bytes()).toString("hex")]),
  }));
}

const web = `service "web" {
  port    = 8080
  address = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}
`;
const api = (more = ""): string => `service "api" {
  port    = 9090
  address = "10.0.0.2"
  ${more}
}
`;

const webDefinition = `service {
  name    = "web"
  port    = 8080
  address = "10.0.0.1"
  connect {
    sidecar_service {
      proxy {
        upstreams = [{ destination_name = "api", local_bind_port = 9001 }]
      }
    }
  }
}
`;
const apiDefinition = (more = ""): string => `service {
  name    = "api"
  port    = 9090
  address = "10.0.0.2"
  ${more}
  connect { sidecar_service {} }
}
`;

const shop: Documents = {
  "mesh.hcl": `
proxy_defaults {
  config { protocol = "http" }
}

service "web" {
  port = 8080
  instance "web" {
    port         = 8080
    sidecar_port = 21010
  }
  upstream "api" { local_bind_port = 9001 }
}

service "api" {
  port = 9090
  instance "api-v1" {
    port         = 9090
    sidecar_port = 21001
    meta         = { version = "v1" }
    tags         = ["stable"]
    weights {
      passing = 1
      warning = 1
    }
  }
  instance "api-v2" {
    port         = 9091
    sidecar_port = 21002
    meta         = { version = "v2" }
    tags         = ["canary"]
    weights {
      passing = 1
      warning = 1
    }
  }
  check "http" {
    path     = "/health"
    interval = "10s"
    timeout  = "1s"
  }
}

resolver "api" {
  default_subset  = "v1"
  connect_timeout = "3s"
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Tags contains canary" }
  failover "v2" { subset = "v1" }
}

splitter "api" {
  split {
    weight = 90
    subset = "v1"
  }
  split {
    weight = 10
    subset = "v2"
  }
}

intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http {
        path_prefix = "/v1/"
        methods     = ["GET", "HEAD"]
      }
    }
    permission {
      action = "deny"
      http { path_exact = "/" }
    }
  }
}
`,
};

const consulShop: Documents = {
  "web.hcl": `
service {
  name = "web"
  port = 8080
  connect {
    sidecar_service {
      port = 21010
      proxy {
        upstreams {
          destination_name = "api"
          local_bind_port  = 9001
        }
      }
    }
  }
}
`,
  "api.json": JSON.stringify({
    services: ["v1", "v2"].map((version, index) => ({
      ID: `api-${version}`,
      Name: "api",
      Port: 9090 + index,
      Tags: [version === "v1" ? "stable" : "canary"],
      Meta: { version },
      Weights: { Passing: 1, Warning: 1 },
      EnableTagOverride: false,
      Connect: { SidecarService: { Port: 21001 + index } },
      Check: {
        HTTP: `http://localhost:${String(9090 + index)}/health`,
        Interval: "10s",
        Timeout: 1_000_000_000,
      },
    })),
  }),
  "defaults.hcl": `
Kind = "proxy-defaults"
Name = "global"
Config { protocol = "HTTP" }
MeshGateway { Mode = "none" }
`,
  "resolver.hcl": `
Kind           = "service-resolver"
Name           = "api"
DefaultSubset  = "v1"
ConnectTimeout = 3000000000
Subsets = {
  "v1" = { Filter = "Service.Meta.version == v1" }
  v2 { Filter = "Service.Tags contains canary" }
}
Failover = { v2 = { ServiceSubset = "v1" } }
`,
  "splitter.json": `{
  "Kind": "service-splitter", "Name": "api", "CreateIndex": 12, "ModifyIndex": 15, "Namespace": "default",
  "Splits": [ { "Weight": 90, "ServiceSubset": "v1" }, { "Weight": "10", "ServiceSubset": "v2" } ]
}`,
  "intentions.hcl": `
kind = "service-intentions"
name = "api"
sources {
  name = "web"
  type = "consul"
  permissions = [
    { action = "allow", http { path_prefix = "/v1/" methods = ["get", "Head"] } },
    { action = "deny" http { path_exact = "/" } },
  ]
}
`,
};

const pairs: readonly (readonly [string, Documents, Documents])[] = [
  ["a whole shop", consulShop, shop],
  ["a pair of services", webDefinition + apiDefinition(), web + api()],
  [
    "services in one list",
    {
      "all.json": JSON.stringify({
        services: [
          {
            name: "web",
            port: 8080,
            address: "10.0.0.1",
            connect: {
              sidecar_service: { proxy: { upstreams: [{ destination_name: "api", local_bind_port: 9001 }] } },
            },
          },
          { name: "api", port: "9090", address: "10.0.0.2", connect: { sidecar_service: {} } },
        ],
      }),
    },
    web + api(),
  ],
  [
    "the older form of a proxy",
    `service {
  name    = "web"
  port    = 8080
  address = "10.0.0.1"
  connect {
    proxy {
      config {
        upstreams = [{ destination_name = "api" local_bind_port = 9001 }]
      }
    }
  }
}
${apiDefinition()}`,
    web + api(),
  ],
  [
    "the older form with a port of its own",
    `service {
  name = "api"
  port = 9090
  connect { proxy { config { bind_port = 21005 } } }
}`,
    'service "api" {\n  port = 9090\n  instance "api" {\n    port = 9090\n    sidecar_port = 21005\n  }\n}',
  ],
  [
    "the protocol of a sidecar's settings",
    'service { name = "api" port = 9090 connect { sidecar_service { proxy { config { protocol = "http" } } } } }',
    'service "api" {\n  port     = 9090\n  protocol = "http"\n}',
  ],
  [
    "tcp and http checks, and one that stands by itself",
    `${apiDefinition(`
  check { tcp = "127.0.0.1:9090" name = "port" }
  checks = [
    { id = "deep", http = "http://localhost:9091/deep?x=1", method = "HEAD", interval = "2m" },
    { http = "http://10.0.0.2:9090" },
  ]`)}
check { service_id = "api" tcp = "localhost:9093" }`,
    api(`
  check "tcp" { name = "port" }
  check "http" {
    id       = "deep"
    path     = "/deep?x=1"
    port     = 9091
    method   = "HEAD"
    interval = "2m"
  }
  check "http" { path = "/" }
  check "tcp" { port = 9093 }`),
  ],
  [
    "service-defaults",
    { "s.hcl": apiDefinition(), "d.hcl": 'Kind = "service-defaults"\nName = "api"\nProtocol = "grpc"' },
    `${api()}service_defaults "api" { protocol = "grpc" }`,
  ],
  [
    "a mesh that says nothing",
    { "s.hcl": apiDefinition(), "m.hcl": 'Kind = "mesh"\nMeta { team = "core" }' },
    `${api()}mesh { meta = { team = "core" } }`,
  ],
  [
    "failover to several targets and a redirect",
    {
      "s.hcl": webDefinition + apiDefinition(),
      "r.hcl": `Kind = "service-resolver"
Name = "api"
Failover = { "*" = { Targets = [ { Service = "web" }, { Service = "api" } ] } }`,
      "w.json": '{ "Kind": "service-resolver", "Name": "web", "Subsets": null, "RequestTimeout": "0s" }',
    },
    `${web}${api()}
resolver "web" { request_timeout = "0s" }
resolver "api" {
  failover "*" {
    target { service = "web" }
    target { service = "api" }
  }
}`,
  ],
  [
    "an intention for all",
    {
      "s.hcl": apiDefinition(),
      "i.hcl":
        'Kind = "service-intentions"\nName = "*"\nSources = [{ Name = "*" Action = "Allow" Precedence = 5 }]',
    },
    `${api()}intentions "*" {\n  source "*" { action = "allow" }\n}`,
  ],
  [
    "how a service's sidecars take what arrives",
    {
      "web.hcl": `service {
  name = "web"
  port = 8080
  address = "10.0.0.1"
  connect {
    sidecar_service {
      proxy {
        config {
          protocol                    = "http"
          local_connect_timeout_ms    = 1000
          local_request_timeout_ms    = 2000
          local_idle_timeout_ms       = 3000
          handshake_timeout_ms        = 4000
          max_inbound_connections     = 5
          balance_inbound_connections = "exact_balance"
          max_request_headers_kb      = 6
          bind_address                = "0.0.0.0"
          bind_port                   = 20000
        }
        expose {
          checks = true
          paths  = [{ path = "/metrics", listener_port = 21900, local_path_port = 9102, protocol = "http2" }]
        }
      }
    }
  }
}`,
      "defaults.json": JSON.stringify({
        Kind: "service-defaults",
        Name: "web",
        MutualTLSMode: "permissive",
        RateLimits: {
          InstanceLevel: {
            RequestsPerSecond: 10,
            RequestsMaxBurst: 20,
            Routes: [{ PathPrefix: "/a", RequestsPerSecond: 1 }],
          },
        },
      }),
      "mesh.hcl": `Kind = "mesh"
AllowEnablingPermissiveMutualTLS = true
ValidateClusters = true
TLS {
  Incoming { TLSMinVersion = "TLSv1_3" }
  Outgoing { TLSMaxVersion = "TLSv1_3" CipherSuites = ["ECDHE-ECDSA-AES256-GCM-SHA384"] ECDHCurves = ["P-256"] }
}
HTTP {
  SanitizeXForwardedClientCert = true
  Incoming { RequestNormalization { MergeSlashes = false HeadersWithUnderscoresAction = "DROP_HEADER" } }
}`,
    },
    `service "web" {
  port                        = 8080
  address                     = "10.0.0.1"
  protocol                    = "http"
  local_connect_timeout_ms    = 1000
  local_request_timeout_ms    = 2000
  max_inbound_connections     = 5
  balance_inbound_connections = "exact_balance"
  max_request_headers_kb      = 6
  config {
    local_idle_timeout_ms = 3000
    handshake_timeout_ms  = 4000
    bind_address          = "0.0.0.0"
    bind_port             = 20000
  }
  expose {
    checks = true
    path {
      path            = "/metrics"
      listener_port   = 21900
      local_path_port = 9102
      protocol        = "http2"
    }
  }
}
service_defaults "web" {
  mutual_tls_mode = "permissive"
  rate_limits {
    instance_level {
      requests_per_second = 10
      requests_max_burst  = 20
      route {
        path_prefix         = "/a"
        requests_per_second = 1
      }
    }
  }
}
mesh {
  allow_enabling_permissive_mutual_tls = true
  validate_clusters                    = true
  tls {
    incoming { tls_min_version = "TLSv1_3" }
    outgoing {
      tls_max_version = "TLSv1_3"
      cipher_suites   = ["ECDHE-ECDSA-AES256-GCM-SHA384"]
      ecdh_curves     = ["P-256"]
    }
  }
  http {
    sanitize_x_forwarded_client_cert = true
    incoming {
      request_normalization {
        merge_slashes                   = false
        headers_with_underscores_action = "DROP_HEADER"
      }
    }
  }
}`,
  ],
  [
    "how a caller treats what it calls, and where instances run",
    {
      "web.hcl": `service {
  name    = "web"
  port    = 8080
  address = "10.0.0.1"
  connect {
    sidecar_service {
      proxy {
        upstreams {
          destination_name = "api"
          local_bind_port  = 9001
          config {
            connect_timeout_ms = 250
            limits { max_connections = 3 }
          }
        }
      }
    }
  }
}`,
      "api.hcl": apiDefinition(`weights { passing = 5 warning = 0 }
  locality { region = "eu" zone = "eu-a" }`),
      "web.json": JSON.stringify({
        Kind: "service-defaults",
        Name: "web",
        UpstreamConfig: {
          Defaults: {
            PassiveHealthCheck: { Interval: "2s", MaxFailures: 3, BaseEjectionTime: 15_000_000_000 },
          },
          Overrides: [{ Name: "api", Limits: { MaxPendingRequests: 7, MaxConcurrentRequests: 8 } }],
        },
      }),
      "resolver.hcl": `Kind = "service-resolver"
Name = "api"
PrioritizeByLocality { Mode = "failover" }
LoadBalancer {
  Policy = "ring_hash"
  RingHashConfig { MinimumRingSize = 2048 }
  HashPolicies = [
    { Field = "cookie" FieldValue = "sticky" CookieConfig { TTL = "90s" Path = "/" } Terminal = true },
    { SourceIP = true },
  ]
}
Failover = { "*" = { Targets = [{ Service = "web" }] Policy { Mode = "order-by-locality" Regions = ["eu"] } } }`,
      "defaults.hcl":
        'Kind = "proxy-defaults"\nName = "global"\nConfig { protocol = "http" connect_timeout_ms = 800 }',
    },
    `service "web" {
  port    = 8080
  address = "10.0.0.1"
  upstream "api" {
    local_bind_port = 9001
    config {
      connect_timeout_ms = 250
      limits { max_connections = 3 }
    }
  }
}
${api(`weights {
    passing = 5
    warning = 0
  }
  locality {
    region = "eu"
    zone   = "eu-a"
  }`)}
service_defaults "web" {
  upstream_config {
    defaults {
      passive_health_check {
        interval           = "2s"
        max_failures       = 3
        base_ejection_time = "15s"
      }
    }
    override "api" {
      limits {
        max_pending_requests    = 7
        max_concurrent_requests = 8
      }
    }
  }
}
resolver "api" {
  prioritize_by_locality { mode = "failover" }
  load_balancer {
    policy = "ring_hash"
    ring_hash_config { minimum_ring_size = 2048 }
    hash_policy {
      field       = "cookie"
      field_value = "sticky"
      cookie_config {
        ttl  = "90s"
        path = "/"
      }
      terminal = true
    }
    hash_policy { source_ip = true }
  }
  failover "*" {
    target { service = "web" }
    policy {
      mode    = "order-by-locality"
      regions = ["eu"]
    }
  }
}
proxy_defaults {
  config {
    protocol           = "http"
    connect_timeout_ms = 800
  }
}`,
  ],
];

describe.each(pairs)("%s", (_, consul, mesh) => {
  test("has the same entries as mesh blocks", () => {
    expect(entriesOf(consul)).toEqual(entriesOf(mesh));
  });

  test("renders the same bytes", () => {
    expect(bytesOf(consul)).toEqual(bytesOf(mesh));
  });
});

test("both forms make one mesh", () => {
  const documents = { "web.hcl": web, "api.hcl": apiDefinition() };
  expect(bytesOf(documents)).toEqual(bytesOf(web + api()));
});
