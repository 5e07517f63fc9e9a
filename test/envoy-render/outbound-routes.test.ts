import { describe, expect, test } from "@jest/globals";
import { typeUrls } from "../../src/envoy/resource.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { expectGolden } from "../support/golden.ts";
import { namedResource, resourcesOf, written } from "./render-documents.ts";
import { expectRoundTrip } from "./round-trip.ts";

const service = (name: string, host: number, protocol: string): string => `service "${name}" {
  port     = 9090
  protocol = "${protocol}"
  address  = "10.0.0.${host}"
}
`;

/** Web calls api; admin and next speak as api does. */
const mesh = (chain: string, protocol = "http"): string => `service "web" {
  port     = 8080
  protocol = "${protocol}"
  address  = "10.0.0.1"
  upstream "api" { local_bind_port = 9001 }
}
${service("api", 2, protocol)}${service("admin", 3, protocol)}${service("next", 4, protocol)}${chain}`;

const router = (...routes: readonly string[]): string =>
  `router "api" {\n${routes.map((route) => `  route {\n${route}\n  }\n`).join("")}}\n`;
const match = (http: string): string => `match {\n http {\n${http}\n}\n}\n`;
const destination = (body: string): string => `destination {\n${body}\n}`;
const toAdmin = destination('service = "admin"');
const subsets = `resolver "api" {
  subset "v1" { filter = "Service.Meta.version == 1" }
  subset "v2" { filter = "Service.Meta.version == 2" }
}
`;

interface Case {
  readonly shows: string;
  readonly documents: string;
}

const cases: readonly Case[] = [
  {
    shows: "routes-by-path",
    documents: mesh(
      router(
        `${match('path_exact = "/admin"')}${toAdmin}`,
        `${match('path_prefix = "/admin/"\n case_insensitive = true')}${toAdmin}`,
        `${match('path_regex = "/v[0-9]+/admin"')}${toAdmin}`,
        `${match('path_regex = "/(a|b)"\n case_insensitive = true')}${toAdmin}`,
      ),
    ),
  },
  {
    shows: "routes-by-header-query-and-method",
    documents: mesh(
      router(
        `${match(`header "X-Debug" { present = true }
          header "x-exact" { exact = "1" }
          header "x-prefix" { prefix = "a" }
          header "x-suffix" { suffix = "z" }
          header "x-regex" { regex = "[a-z]+" }
          header "x-not" {
            exact  = "1"
            invert = true
          }
          header "x-absent" {
            present = true
            invert  = true
          }`)}${toAdmin}`,
        `${match(`query_param "debug" { present = true }
          query_param "user" { exact = "ada" }
          query_param "id" { regex = "[0-9]+" }`)}${toAdmin}`,
        `${match('methods = ["POST"]')}${toAdmin}`,
        `${match('methods = ["PUT", "DELETE"]')}${toAdmin}`,
      ),
    ),
  },
  {
    shows: "route-rewrites-and-changes-headers",
    documents: mesh(
      router(
        `${match('path_prefix = "/v1/"')}${destination(`prefix_rewrite = "/"
          request_headers {
            add    = { X-Tier = "gold" }
            set    = { x-discount = "100 %" }
            remove = ["X-Debug"]
          }
          response_headers {
            set    = { x-empty = "" }
            remove = ["server"]
          }`)}`,
        `${match('path_exact = "/old"')}${destination('prefix_rewrite = "/new"')}`,
      ),
    ),
  },
  {
    shows: "route-timeouts-and-retries",
    documents: mesh(
      router(
        `${match('path_prefix = "/a"')}${destination(`request_timeout = "1500ms"
          idle_timeout    = "30s"
          num_retries     = 3
          retry_on_connect_failure = true
          retry_on              = ["reset", "5xx"]
          retry_on_status_codes = [429, 503]`)}`,
        `${match('path_prefix = "/b"')}${destination('request_timeout = "0s"\n idle_timeout = "0s"')}`,
        `${match('path_prefix = "/c"')}${destination("retry_on_connect_failure = true")}`,
        `${match('path_prefix = "/d"')}${destination('num_retries = 0\n retry_on = ["5xx"]')}`,
      ),
    ),
  },
  {
    shows: "route-faults-and-rate-limit",
    documents: mesh(
      router(
        `${match('path_prefix = "/slow"')}${destination(`fault_injection {
            delay {
              duration = "200ms"
              percent  = 12.5
            }
            abort {
              http_status = 503
              percent     = 0.5
            }
          }`)}`,
        `${match('path_prefix = "/few"')}${destination("rate_limits {\n requests_per_second = 5\n requests_max_burst = 10\n}")}`,
      ),
    ),
  },
  {
    shows: "route-mirror",
    documents: mesh(
      `${router(destination('request_mirror {\n service = "next"\n percent = 5\n}'))}resolver "next" {\n  failover "*" { service = "admin" }\n}\n`,
    ),
  },
  {
    shows: "routes-to-splitter-subset-and-redirect",
    documents: mesh(`${router(
      `${match('path_prefix = "/v2"')}${destination('subset = "v2"')}`,
      `${match('path_prefix = "/admin"')}${toAdmin}`,
      `${match('path_prefix = "/next"')}${destination('service = "next"')}`,
      match('path_prefix = "/own"'),
    )}${subsets}splitter "api" {
  split {
    weight = 90
    subset = "v1"
  }
  split {
    weight = 10
    subset = "v2"
  }
}
splitter "admin" {
  split { weight = 50 }
  split {
    weight  = 50
    service = "next"
  }
}
resolver "next" {
  redirect { service = "admin" }
}
`),
  },
  {
    shows: "nested-splitters-with-headers",
    documents: mesh(`splitter "api" {
  split {
    weight  = 40
    service = "next"
    request_headers {
      set = { x-level = "outer", x-outer = "1" }
    }
    response_headers {
      set = { x-level = "outer" }
    }
  }
  split { weight = 60 }
}
splitter "next" {
  split {
    weight = 50
    request_headers {
      set    = { x-level = "inner" }
      remove = ["x-debug"]
    }
    response_headers {
      set = { x-level = "inner", x-inner = "1" }
    }
  }
  split {
    weight  = 50
    service = "admin"
  }
}
`),
  },
  {
    shows: "split-of-one-share-with-headers",
    documents: mesh(
      'splitter "api" {\n  split {\n    weight = 100\n    request_headers { set = { x-split = "1" } }\n  }\n}\n',
    ),
  },
  {
    shows: "split-with-mirror",
    documents: mesh(`splitter "api" {
  split { weight = 89.5 }
  split {
    weight  = 10.5
    service = "admin"
    request_mirror { service = "next" }
  }
  split {
    weight  = 0
    service = "next"
  }
}
`),
  },
  {
    shows: "resolver-timeouts",
    documents: mesh(`${router(
      `${match('path_prefix = "/own"')}${destination('request_timeout = "1s"')}`,
      `${match('path_prefix = "/admin"')}${toAdmin}`,
    )}splitter "api" {
  split { weight = 75 }
  split {
    weight  = 25
    service = "admin"
  }
}
resolver "api" { request_timeout = "20s" }
resolver "admin" { request_timeout = "0s" }
`),
  },
  {
    shows: "resolver-timeout-of-every-share",
    documents: mesh(`splitter "api" {
  split {
    weight = 75
    subset = "v1"
  }
  split {
    weight = 25
    subset = "v2"
  }
}
${subsets.replace("{\n", '{\n  request_timeout = "20s"\n')}`),
  },
  {
    shows: "grpc-deadlines-and-limits",
    documents: mesh(
      router(
        `${match('path_prefix = "/shop.Orders/"')}${destination(`request_timeout = "3s"
          retry_on    = ["unavailable", "deadline-exceeded"]
          num_retries = 2`)}`,
        `${match('path_exact = "/shop.Orders/Few"')}${destination("rate_limits { requests_per_second = 5 }")}`,
        `${match('path_exact = "/shop.Orders/Broken"')}${destination("fault_injection {\n abort { grpc_status = 14 }\n}")}`,
      ),
      "grpc",
    ),
  },
];

const routesOf = (documents: string): Resource =>
  namedResource(resourcesOf("web", documents), typeUrls.route, "outbound~api");

test.each(cases)("$shows", ({ shows, documents }) =>
  expectGolden("envoy-render", `outbound-${shows}`, written(routesOf(documents))),
);

test.each(cases)("what is encoded is what is written: $shows", ({ documents }) =>
  expectRoundTrip("envoy.config.route.v3.RouteConfiguration", routesOf(documents).message),
);

describe("listeners", () => {
  const listener = (documents: string): Resource =>
    namedResource(resourcesOf("web", documents), typeUrls.listener, "outbound~api");
  const plain = listener(mesh(""));

  test.each(cases.filter(({ shows }) => !shows.startsWith("grpc")))(
    "stay as they are with $shows",
    ({ documents }) => expect(listener(documents).version).toBe(plain.version),
  );
});

test("a caller has the clusters of every route, split and mirror", () => {
  const documents = mesh(
    router(
      `${match('path_prefix = "/admin"')}${toAdmin}`,
      destination('request_mirror { service = "next" }'),
    ),
  );
  const clusters = resourcesOf("web", documents).filter(({ typeUrl }) => typeUrl === typeUrls.cluster);
  expect(clusters.map(({ name }) => name.split(".")[0])).toEqual(
    expect.arrayContaining(["api", "admin", "next"]),
  );
});
