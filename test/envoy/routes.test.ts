/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import type { Answer } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { RecordingBackend } from "../support/recording-backend.ts";
import type { SeenRequest } from "../support/recording-backend.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";
import { expectValidRendering } from "../support/valid-bootstraps.ts";

let site: TestSite;
let mesh: LiveMesh;
let api: RecordingBackend;
let admin: RecordingBackend;
/** Where web's program finds api. */
let upstream = 0;
/** Everything but the chain of api. */
let services = "";

const route = (match: string, destination: string): string => `  route {
    match {
      http {
        ${match}
      }
    }
    destination {
      ${destination}
    }
  }
`;

/** A route to admin that leaves its name on the request. */
const named = (name: string, match: string, more = ""): string =>
  route(match, `service = "admin"\n request_headers {\n set = { x-route = "${name}" }\n }\n${more}`);

const router = `router "api" {
${named("exact", 'path_exact = "/exact"')}
${named("prefix", 'path_prefix = "/prefix/"', 'prefix_rewrite = "/new/"')}
${named("rewritten exact path", 'path_exact = "/old"', 'prefix_rewrite = "/new/path"')}
${named("prefix of any case", 'path_prefix = "/Any/"\n case_insensitive = true', 'prefix_rewrite = "/"')}
${named("regex", 'path_regex = "/v[0-9]+/x"')}
${named("regex of any case", 'path_regex = "/w|/W[0-9]"\n case_insensitive = true')}
${named("header", 'path_exact = "/header"\n header "X-Team" { exact = "red" }')}
${named("header prefix", 'path_exact = "/header"\n header "x-prefix" { prefix = "a" }')}
${named("header suffix", 'path_exact = "/header"\n header "x-suffix" { suffix = "z" }')}
${named("header regex", 'path_exact = "/header"\n header "x-regex" { regex = "[a-c]+" }')}
${named("header presence", 'path_exact = "/header"\n header "x-there" { present = true }')}
${named("two headers", 'path_exact = "/header"\n header "x-one" { present = true }\n header "x-two" { present = true }')}
${named("inverted header", 'path_exact = "/inverted"\n header "x-color" {\n exact = "red"\n invert = true\n }')}
${named("absent header", 'path_exact = "/absent"\n header "x-color" {\n present = true\n invert = true\n }')}
${named("query", 'path_exact = "/query"\n query_param "user" { exact = "ada" }')}
${named("query presence", 'path_exact = "/query"\n query_param "debug" { present = true }')}
${named("query regex", 'path_exact = "/query"\n query_param "id" { regex = "[0-9]+" }')}
${named("method", 'path_exact = "/method"\n methods = ["PUT"]')}
${named("methods", 'path_exact = "/method"\n methods = ["DELETE", "PATCH"]')}
${route(
  'path_prefix = "/changed-headers"',
  `request_headers {
    add    = { x-added = "by the mesh" }
    set    = { x-percent = "100% of %REQ(x-secret)%" }
    remove = ["x-secret"]
  }
  response_headers {
    set    = { x-answered = "by the mesh" }
    remove = ["x-internal"]
  }`,
)}
${route('path_exact = "/retried"', 'num_retries = 2\n retry_on = ["5xx"]')}
${route('path_exact = "/retried-status"', "retry_on_status_codes = [409]")}
${route('path_exact = "/not-retried"', 'num_retries = 2\n retry_on = ["connect-failure"]')}
${route('path_exact = "/gone"', 'service = "gone"\n num_retries = 2\n retry_on_connect_failure = true')}
${route('path_exact = "/slow"', 'request_timeout = "200ms"')}
${route('path_exact = "/idle"', 'request_timeout = "0s"\n idle_timeout = "200ms"')}
${route('path_exact = "/mirrored"', 'request_mirror { service = "admin" }')}
${route('path_exact = "/aborted"', "fault_injection {\n abort { http_status = 418 }\n }")}
${route('path_exact = "/delayed"', 'fault_injection {\n delay { duration = "20ms" }\n }')}
${route('path_exact = "/limited"', "rate_limits {\n requests_per_second = 1\n requests_max_burst = 3\n }")}
}
`;

beforeAll(async () => {
  site = await TestSite.open();
  const [
    webPort,
    apiPort = 0,
    adminPort = 0,
    gonePort,
    webSidecar,
    apiSidecar,
    adminSidecar,
    goneSidecar,
    local = 0,
  ] = await freePorts(9);
  upstream = local;
  services = `
mesh { default_intention_policy = "allow" }
proxy_defaults {
  config { protocol = "http" }
}
service "web" {
  port = ${webPort}
  instance "web" { sidecar_port = ${webSidecar} }
  upstream "api" { local_bind_port = ${local} }
}
service "api" {
  port = ${apiPort}
  instance "api" { sidecar_port = ${apiSidecar} }
}
service "admin" {
  port = ${adminPort}
  instance "admin" { sidecar_port = ${adminSidecar} }
}
service "gone" {
  port = ${gonePort}
  instance "gone" { sidecar_port = ${goneSidecar} }
}
`;
  admin = await RecordingBackend.start("admin", adminPort);
  api = await RecordingBackend.start("api", apiPort, {
    "/retried": (response, nth) => response.writeHead(nth < 3 ? 503 : 200).end(`attempt ${nth}`),
    "/retried-status": (response, nth) => response.writeHead(nth < 2 ? 409 : 200).end(`attempt ${nth}`),
    "/not-retried": (response) => response.writeHead(503).end("the application's own"),
    "/slow": () => undefined,
    "/idle": () => undefined,
    "/changed-headers": (response) => response.setHeader("x-internal", "secret").end(),
  });
  for (const backend of [api, admin]) site.atEnd(() => backend.stop());
  mesh = await LiveMesh.start(site, {
    document: `${services}${router}`,
    sidecars: ["web", "api", "admin"],
  });
});

afterAll(() => site.dispose());

test("what is rendered passes envoy --mode validate without a warning", () =>
  expectValidRendering(site, `${services}${router}`));

describe("a request takes the first route that it matches", () => {
  interface Row {
    readonly asks: string;
    readonly path: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** None for what goes to the service itself. */
    readonly takes?: string;
    /** Default: as it was. */
    readonly arrivesAs?: string;
  }

  const rows: readonly Row[] = [
    { asks: "for the path", path: "/exact", takes: "exact" },
    { asks: "for the path with a query", path: "/exact?x=1", takes: "exact" },
    { asks: "for less than the path", path: "/exac" },
    { asks: "for more than the path", path: "/exact/" },
    { asks: "in capitals", path: "/EXACT" },
    { asks: "below the prefix", path: "/prefix/a/b?c=d", takes: "prefix", arrivesAs: "/new/a/b?c=d" },
    { asks: "for the prefix itself", path: "/prefix/", takes: "prefix", arrivesAs: "/new/" },
    { asks: "for the prefix without its end", path: "/prefix" },
    {
      asks: "for a path that is replaced",
      path: "/old?q",
      takes: "rewritten exact path",
      arrivesAs: "/new/path?q",
    },
    { asks: "in other capitals", path: "/aNY/Thing", takes: "prefix of any case", arrivesAs: "/Thing" },
    { asks: "what the regex matches", path: "/v12/x?y", takes: "regex" },
    { asks: "more than the regex matches", path: "/v12/xy" },
    { asks: "what the second half of a regex matches", path: "/w7", takes: "regex of any case" },
    { asks: "what the first half of a regex matches", path: "/W", takes: "regex of any case" },
    { asks: "with the header", path: "/header", headers: { "x-team": "red" }, takes: "header" },
    { asks: "with another header", path: "/header", headers: { "x-team": "RED" } },
    { asks: "with the prefix", path: "/header", headers: { "x-prefix": "abc" }, takes: "header prefix" },
    { asks: "with the suffix", path: "/header", headers: { "x-suffix": "xyz" }, takes: "header suffix" },
    { asks: "with the regex", path: "/header", headers: { "x-regex": "abc" }, takes: "header regex" },
    { asks: "with more than the regex", path: "/header", headers: { "x-regex": "abcd" } },
    { asks: "with the header there", path: "/header", headers: { "x-there": "" }, takes: "header presence" },
    { asks: "with one header of two", path: "/header", headers: { "x-one": "1" } },
    {
      asks: "with both headers",
      path: "/header",
      headers: { "x-one": "1", "x-two": "2" },
      takes: "two headers",
    },
    {
      asks: "with another value",
      path: "/inverted",
      headers: { "x-color": "blue" },
      takes: "inverted header",
    },
    { asks: "with the value that is inverted", path: "/inverted", headers: { "x-color": "red" } },
    { asks: "without the header that is inverted", path: "/inverted" },
    { asks: "without the header", path: "/absent", takes: "absent header" },
    { asks: "with the header that must be absent", path: "/absent", headers: { "x-color": "red" } },
    { asks: "with the parameter", path: "/query?a=b&user=ada", takes: "query" },
    { asks: "with another parameter", path: "/query?user=adam" },
    { asks: "with an empty parameter", path: "/query?debug", takes: "query presence" },
    { asks: "with a number", path: "/query?id=42", takes: "query regex" },
    { asks: "with more than a number", path: "/query?id=42x" },
    { asks: "by the method", path: "/method", method: "PUT", takes: "method" },
    { asks: "by one of the methods", path: "/method", method: "DELETE", takes: "methods" },
    { asks: "by the other of the methods", path: "/method", method: "PATCH", takes: "methods" },
    { asks: "by another method", path: "/method", method: "POST" },
  ];

  test.each(rows)("$asks: $path", async ({ path, method = "GET", headers = {}, takes, arrivesAs = path }) => {
    const { status, body } = await ask(path, { method, headers });
    expect(status).toBe(200);
    const seen = JSON.parse(body) as SeenRequest & { readonly service: string };
    expect({
      service: seen.service,
      route: seen.headers["x-route"],
      path: seen.path,
      method: seen.method,
    }).toEqual({
      service: takes === undefined ? "api" : "admin",
      route: takes,
      path: arrivesAs,
      method,
    });
  });
});

test("headers are changed on the way there and on the way back", async () => {
  const { headers } = await ask("/changed-headers", {
    headers: { "x-secret": "hush", "x-added": "by web", "x-percent": "0" },
  });
  const [seen] = api.seenAt("/changed-headers");
  expect(seen?.headers).toMatchObject({
    "x-added": "by web, by the mesh",
    "x-percent": "100% of %REQ(x-secret)%",
  });
  expect(seen?.headers).not.toHaveProperty("x-secret");
  expect(headers).toMatchObject({ "x-answered": "by the mesh" });
  expect(headers).not.toHaveProperty("x-internal");
});

describe("retries", () => {
  test("on 5xx reach the application until it answers", async () => {
    expect(await ask("/retried")).toMatchObject({ status: 200, body: "attempt 3" });
    expect(api.seenAt("/retried")).toHaveLength(3);
  });

  test("on a status reach it once more unless a number is given", async () => {
    expect(await ask("/retried-status")).toMatchObject({ status: 200, body: "attempt 2" });
  });

  test("are not made on other conditions", async () => {
    expect(await ask("/not-retried")).toMatchObject({ status: 503, body: "the application's own" });
    expect(api.seenAt("/not-retried")).toHaveLength(1);
  });

  test("on connections that cannot be opened end after their number, and the log says so", async () => {
    expect(await ask("/gone")).toMatchObject({ status: 503 });
    expect(await mesh.logged("web", ({ path }) => path === "/gone")).toMatchObject({
      flags: expect.stringMatching(/^(?=.*UF)(?=.*URX)/),
      route: "outbound~api#23",
    });
    const cluster = "gone.default.dc1.internal.mesh.internal";
    expect(await mesh.stat("web", `cluster.${cluster}.upstream_rq_retry`)).toBe(2);
  });
});

describe("timeouts", () => {
  test("of a request answer 504 and name themselves", async () => {
    expect(await ask("/slow")).toMatchObject({ status: 504, body: "upstream request timeout" });
    expect(await mesh.logged("web", ({ path }) => path === "/slow")).toMatchObject({
      flags: "UT",
      details: "response_timeout",
    });
  });

  test("of a silence answer 504 and name themselves", async () => {
    expect(await ask("/idle")).toMatchObject({ status: 504, body: "stream timeout" });
    expect(await mesh.logged("web", ({ path }) => path === "/idle")).toMatchObject({
      flags: "SI",
      details: "stream_idle_timeout",
    });
  });
});

test("a mirrored request arrives at both, and the copy says what it is", async () => {
  const { body } = await ask("/mirrored?x=1", { method: "POST" });
  expect(JSON.parse(body)).toMatchObject({ service: "api" });
  const [copy] = await until(
    "the copy arrives",
    () => admin.seenAt("/mirrored").length > 0 && admin.seenAt("/mirrored"),
  );
  expect(copy).toMatchObject({
    method: "POST",
    path: "/mirrored?x=1",
    headers: { host: expect.stringMatching(/-shadow/) },
  });
});

describe("faults", () => {
  test("answer instead of the application and name themselves", async () => {
    expect(await ask("/aborted")).toMatchObject({ status: 418, body: "fault filter abort" });
    expect(api.seenAt("/aborted")).toEqual([]);
    expect(await mesh.logged("web", ({ path }) => path === "/aborted")).toMatchObject({
      flags: "FI",
      details: "fault_filter_abort",
    });
  });

  test("delay what then arrives", async () => {
    const count = "http.outbound~api.fault.delays_injected";
    const before = await mesh.stat("web", count);
    expect(await ask("/delayed")).toMatchObject({ status: 200 });
    expect(await mesh.stat("web", count)).toBe(before + 1);
  });
});

test("requests beyond a route's limit are answered 429 and name themselves", async () => {
  const statuses: number[] = [];
  for (let nth = 0; nth < 12; nth += 1) statuses.push((await ask("/limited")).status);
  expect(statuses.slice(0, 3)).toEqual([200, 200, 200]);
  expect(statuses).toContain(429);
  expect(api.seenAt("/limited")).toHaveLength(statuses.filter((status) => status === 200).length);
  expect(await mesh.logged("web", ({ path }) => path === "/limited")).toMatchObject({
    flags: "RL",
    details: "local_rate_limited",
    status: 429,
  });
});

describe("splits", () => {
  test("divide exactly by their weights, change headers and mirror, each share by itself", async () => {
    await mesh.apply(`${services}resolver "api" {
  subset "canary" {}
}
splitter "api" {
  split {
    weight = 70
    request_headers { set = { x-share = "large" } }
  }
  split {
    weight = 30
    subset = "canary"
    request_headers { set = { x-share = "small" } }
    response_headers { set = { x-share = "small" } }
    request_mirror { service = "admin" }
  }
}
`);
    const answers: Answer[] = [];
    for (let nth = 0; nth < 300; nth += 1) answers.push(await ask("/shared"));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const small = answers.filter(({ headers }) => headers["x-share"] === "small");
    // Five standard deviations around 90.
    expect(Math.abs(small.length - 90)).toBeLessThan(40);
    const seen = api.seenAt("/shared").map(({ headers }) => headers["x-share"]);
    expect(seen.filter((share) => share === "small")).toHaveLength(small.length);
    expect(seen.filter((share) => share === "large")).toHaveLength(300 - small.length);
    await until("every copy has arrived", () => admin.seenAt("/shared").length === small.length);
    expect(new Set(admin.seenAt("/shared").map(({ headers }) => headers["x-share"]))).toEqual(
      new Set(["small"]),
    );
  });

  test("one within another divide what the outer one gives it, and both change headers", async () => {
    await mesh.apply(`${services}splitter "api" {
  split {
    weight = 50
    request_headers { set = { x-outer = "own" } }
  }
  split {
    weight  = 50
    service = "admin"
    request_headers { set = { x-outer = "other" } }
  }
}
splitter "admin" {
  split {
    weight = 50
    request_headers { set = { x-inner = "one" } }
  }
  split {
    weight = 50
    subset = "canary"
    request_headers { set = { x-inner = "two" } }
  }
}
resolver "admin" {
  subset "canary" {}
}
`);
    for (let nth = 0; nth < 400; nth += 1) await ask("/nested");
    const sharesAt = (backend: RecordingBackend): Record<string, number> => {
      const counts: Record<string, number> = {};
      for (const { headers } of backend.seenAt("/nested")) {
        const share = `${String(headers["x-outer"])} ${String(headers["x-inner"])}`;
        counts[share] = (counts[share] ?? 0) + 1;
      }
      return counts;
    };
    // Around 200, 100 and 100; five standard deviations.
    expect(sharesAt(api)).toEqual({ "own undefined": expect.any(Number) });
    expect(Math.abs(api.seenAt("/nested").length - 200)).toBeLessThan(50);
    const { "other one": one = 0, "other two": two = 0, ...rest } = sharesAt(admin);
    expect(rest).toEqual({});
    expect(Math.abs(one - 100)).toBeLessThan(44);
    expect(Math.abs(two - 100)).toBeLessThan(44);
  });

  test("of a resolver with a timeout time out by it", async () => {
    await mesh.apply(`${services}resolver "api" { request_timeout = "150ms" }\n`);
    expect(await ask("/slow?resolver")).toMatchObject({ status: 504, body: "upstream request timeout" });
    expect(await ask("/quick")).toMatchObject({ status: 200 });
  });
});

function ask(
  path: string,
  more: Pick<Parameters<typeof request>[0], "method" | "headers"> = {},
): Promise<Answer> {
  return request({ port: upstream, path, ...more });
}
