import type { typeUrls } from "../../src/envoy/resource.ts";

/** A service of the given protocol with more in its block, and a caller of it. */
export function pair(protocol: string, inService: string, more = ""): string {
  return `service "api" {
  port     = 9090
  protocol = "${protocol}"
  address  = "10.0.0.2"
${inService}
}
service "web" {
  port     = 8080
  protocol = "${protocol}"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}
intentions "api" {
  source "web" { action = "allow" }
}
${more}`;
}

export interface SettingCase {
  readonly shows: string;
  readonly documents: string;
  readonly types: readonly (keyof typeof typeUrls)[];
  /** Default: api. */
  readonly proxy?: string;
  /** Only resources whose names hold this text; all unless given. */
  readonly named?: string;
}

const limits = `  max_inbound_connections     = 100
  balance_inbound_connections = "exact_balance"
  max_request_headers_kb      = 96
  local_connect_timeout_ms    = 1000
  local_request_timeout_ms    = 2500
  config {
    local_idle_timeout_ms = 60000
    handshake_timeout_ms  = 3000
    bind_address          = "0.0.0.0"
    bind_port             = 20000
  }`;

export const settingCases: readonly SettingCase[] = [
  {
    shows: "inbound-limits-and-timeouts",
    documents: pair("http", limits),
    types: ["listener", "route", "cluster"],
  },
  {
    shows: "inbound-limits-of-tcp",
    documents: pair("tcp", limits),
    types: ["listener", "cluster"],
  },
  {
    shows: "inbound-rate-limits-by-path",
    documents: pair(
      "http",
      `  rate_limits {
    instance_level {
      requests_per_second = 100
      route {
        path_exact          = "/login"
        requests_per_second = 2
        requests_max_burst  = 5
      }
      route {
        path_prefix         = "/search/"
        requests_per_second = 10
      }
      route {
        path_regex          = "/users/[0-9]+/avatar"
        requests_per_second = 1
      }
    }
  }`,
    ),
    types: ["route"],
  },
  {
    shows: "inbound-rate-limit-of-grpc",
    documents: pair("grpc", "  rate_limits {\n    instance_level { requests_per_second = 100 }\n  }"),
    types: ["route"],
  },
  {
    shows: "inbound-faults",
    documents: pair(
      "http",
      `  fault_injection {
    delay {
      duration = "250ms"
      percent  = 12.5
    }
    abort {
      http_status = 503
      percent     = 0.0001
    }
  }`,
    ),
    types: ["route"],
  },
  {
    shows: "inbound-fault-of-grpc",
    documents: pair("grpc", "  fault_injection {\n    abort { grpc_status = 14 }\n  }"),
    types: ["route"],
  },
  {
    shows: "exposed-paths",
    documents: pair(
      "grpc",
      `  expose {
    path {
      path          = "/metrics"
      listener_port = 21900
      local_path_port = 9102
    }
    path {
      path          = "/ready"
      listener_port = 21900
      local_path_port = 9102
    }
    path {
      path          = "/grpc.health.v1.Health/Check"
      listener_port = 21901
      protocol      = "http2"
    }
  }`,
    ),
    types: ["listener", "route", "cluster"],
    named: "~",
  },
  {
    shows: "exposed-checks",
    documents: pair(
      "http",
      `  check "http" { path = "/health" }
  check "tcp" {}
  check "http" {
    path = "/ready"
    port = 9091
  }
  expose { checks = true }`,
    ),
    types: ["listener", "route", "cluster"],
    named: "~",
  },
  {
    shows: "permissive-mutual-tls-http",
    documents: pair(
      "http",
      '  mutual_tls_mode = "permissive"',
      "mesh { allow_enabling_permissive_mutual_tls = true }\n",
    ),
    types: ["listener", "route"],
  },
  {
    shows: "permissive-mutual-tls-tcp",
    documents: pair(
      "tcp",
      '  mutual_tls_mode = "permissive"',
      "mesh { allow_enabling_permissive_mutual_tls = true }\n",
    ),
    types: ["listener", "route"],
  },
  ...(["api", "web"] as const).map((proxy): SettingCase => ({
    shows: `mesh-settings-${proxy === "api" ? "inbound" : "outbound"}`,
    documents: pair(
      "http",
      "",
      `mesh {
  validate_clusters = true
  tls {
    incoming {
      tls_min_version = "TLSv1_3"
      ecdh_curves     = ["X25519", "P-256"]
    }
    outgoing {
      tls_max_version = "TLSv1_3"
      cipher_suites   = ["ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"]
    }
  }
  http {
    sanitize_x_forwarded_client_cert = true
    incoming {
      request_normalization {
        insecure_disable_path_normalization = true
        merge_slashes                       = false
        path_with_escaped_slashes_action    = "UNESCAPE_AND_FORWARD"
        headers_with_underscores_action     = "DROP_HEADER"
      }
    }
  }
}
`,
    ),
    proxy,
    types: ["listener", "route", "cluster"],
  })),
];
