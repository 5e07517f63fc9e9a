/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mintLeaf } from "../support/certificates.ts";
import { freePorts } from "../support/free-ports.ts";
import { NoAnswer, request } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { authorityOf, spiffeIdOf } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

/** web calls all others; each shows settings of its own. */
const callees = ["limited", "faulty", "away", "narrow", "open", "greeter"] as const;
type Callee = (typeof callees)[number];

let site: TestSite;
let mesh: LiveMesh;
const ports = new Map<string, number>();

beforeAll(async () => {
  site = await TestSite.open();
  const wanted = [
    "idle",
    "web",
    "exposed",
    ...callees,
    ...callees.map(upstream),
    ...callees.map(application),
  ];
  for (const [index, port] of (await freePorts(wanted.length)).entries())
    ports.set(wanted[index] ?? "", port);
  for (const name of ["limited", "faulty", "open"] as const)
    await site.serve(createHttpServer(answer), portOf(application(name)));
  for (const name of ["narrow", "greeter"] as const)
    await site.serve(createServer(greet), portOf(application(name)));
  await blockPort(portOf(application("away")));
  mesh = await LiveMesh.start(site, { document: documentText(), sidecars: ["web", ...callees] });
}, 60_000);

afterAll(() => site.dispose());

function documentText(): string {
  const service = (name: Callee, protocol: "http" | "tcp", more: string): string => `
service "${name}" {
  port     = ${portOf(application(name))}
  protocol = "${protocol}"
  instance "${name}" { sidecar_port = ${portOf(name)} }
  ${more}
}
`;
  return `
mesh {
  allow_enabling_permissive_mutual_tls = true
  tls {
    incoming { tls_min_version = "TLSv1_3" }
  }
  http {
    incoming {
      request_normalization {
        path_with_escaped_slashes_action = "REJECT_REQUEST"
        headers_with_underscores_action  = "DROP_HEADER"
      }
    }
  }
}
service "web" {
  port = ${portOf("idle")}
  instance "web" { sidecar_port = ${portOf("web")} }
${callees.map(upstreamBlock).join("\n")}
}
${callees.map((name) => `intentions "${name}" {\n  source "web" {\n${allowed(name)}\n  }\n}`).join("\n")}
${service(
  "limited",
  "http",
  `local_request_timeout_ms = 400
  max_request_headers_kb   = 4
  rate_limits {
    instance_level {
      route {
        path_exact          = "/once"
        requests_per_second = 1
      }
    }
  }`,
)}
${service("faulty", "http", "fault_injection {\n    abort { http_status = 418 }\n  }")}
${service("away", "http", "local_connect_timeout_ms = 200")}
${service("narrow", "tcp", "max_inbound_connections = 1\n  config { handshake_timeout_ms = 500 }")}
${service(
  "open",
  "http",
  `mutual_tls_mode = "permissive"
  config { local_idle_timeout_ms = 300 }
  check "http" {
    path     = "/alive"
    interval = "200ms"
  }
  expose {
    checks = true
    path {
      path          = "/metrics"
      listener_port = ${portOf("exposed")}
    }
  }`,
)}
${service(
  "greeter",
  "tcp",
  'mutual_tls_mode = "permissive"\n  balance_inbound_connections = "exact_balance"',
)}
`;
}

function upstreamBlock(name: Callee): string {
  const balanced = name === "greeter" ? 'config { balance_outbound_connections = "exact_balance" }' : "";
  return `  upstream "${name}" {
    local_bind_port = ${portOf(upstream(name))}
    ${balanced}
  }`;
}

/** What the mesh lets web do: tcp knows no paths. */
function allowed(name: Callee): string {
  if (name === "narrow" || name === "greeter") return '    action = "allow"';
  return `    permission {
      action = "deny"
      http { path_exact = "/secret" }
    }
    permission {
      action = "allow"
      http { path_prefix = "/" }
    }`;
}

describe("an answer of the mesh is told apart from the application's own", () => {
  test("a request that takes too long: 504 that names the timeout", async () => {
    const { status, headers } = await call("limited", "/slow");
    expect({ status, mark: headers["x-mesh-reply"] }).toEqual({ status: 504, mark: "UT" });
    expect(await mesh.logged("limited", (line) => line["path"] === "/slow")).toMatchObject({
      flags: "UT",
      details: "response_timeout",
      status: 504,
    });
  });

  test("a request without a byte for too long: 504 that names it", async () => {
    const { status, headers } = await call("open", "/slow");
    expect({ status, mark: headers["x-mesh-reply"] }).toEqual({ status: 504, mark: "SI" });
    expect(await mesh.logged("open", (line) => line["path"] === "/slow")).toMatchObject({
      flags: "SI",
      details: "stream_idle_timeout",
    });
  });

  test("a request beyond the rate: 429, and only for that path", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => call("limited", "/once")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(refused.length).toBeGreaterThan(0);
    for (const { headers } of refused) expect(headers["x-mesh-reply"]).toBe("rate-limited");
    expect(await mesh.logged("limited", ({ status }) => status === 429)).toMatchObject({
      flags: "RL",
      details: "local_rate_limited",
      route: "inbound~limited#0",
    });
    const others = await Promise.all(Array.from({ length: 8 }, () => call("limited", "/other")));
    expect(others.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  test("headers that are too large: 431", async () => {
    const headers = { "x-large": "x".repeat(6 * 1024) };
    const answered = await call("limited", "/", headers);
    expect(answered.status).toBe(431);
    expect(await mesh.logged("limited", ({ status }) => status === 431)).toMatchObject({
      details: "http1.headers_too_large",
    });
    expect(await call("open", "/", headers)).toMatchObject({ status: 200 });
  });

  test("a request that an intention refuses: 403 that says so, and not by which rule", async () => {
    const { status, headers, body } = await call("limited", "/secret");
    expect({ status, mark: headers["x-mesh-reply"] }).toEqual({ status: 403, mark: "denied" });
    expect(JSON.stringify([headers, body])).not.toContain("limited/web");
    expect(await mesh.logged("limited", (line) => line["path"] === "/secret")).toMatchObject({
      details: "rbac_access_denied_matched_policy[limited/web#0]",
    });
  });

  test("the application's own 403, which cannot pass for the mesh's", async () => {
    const { status, headers } = await call("limited", "/forged-403");
    expect({ status, mark: headers["x-mesh-reply"] }).toEqual({ status: 403, mark: undefined });
  });

  test("a fault: the application is never asked", async () => {
    const { status, headers } = await call("faulty", "/");
    expect({ status, mark: headers["x-mesh-reply"] }).toEqual({ status: 418, mark: "fault-injected" });
    expect(await mesh.logged("faulty", () => true)).toMatchObject({
      flags: "FI",
      details: "fault_filter_abort",
    });
  });

  test("an application to which no connection opens in time: 503", async () => {
    const { status, headers } = await call("away", "/");
    expect({ status, mark: headers["x-mesh-reply"] }).toEqual({ status: 503, mark: "UF" });
    expect(await mesh.logged("away", () => true)).toMatchObject({
      flags: "UF",
      details: expect.stringContaining("connection_timeout") as unknown,
    });
  });

  test("a path that hides a slash: 400 where the mesh rejects those", async () => {
    expect(await call("open", "/a%2Fb")).toMatchObject({ status: 400 });
  });
});

test("the application is told who calls and no headers with underscores", async () => {
  const { body } = await call("open", "/headers", {
    x_user: "root",
    "x-forwarded-client-cert": `URI=${spiffeIdOf("somebody")}`,
  });
  const seen = JSON.parse(body) as Readonly<Record<string, string>>;
  expect(seen["x_user"]).toBeUndefined();
  expect(seen["x-forwarded-client-cert"]).toContain(`URI=${spiffeIdOf("web")}`);
  expect(seen["x-forwarded-client-cert"]).not.toContain("somebody");
});

describe("connections to a service that takes one at a time", () => {
  test("a second one is closed, until the first one ends", async () => {
    const first = await greeted(portOf(upstream("narrow")));
    expect(first.text).toBe("welcome\n");
    expect((await greeted(portOf(upstream("narrow")))).text).toBe("");
    expect(await mesh.stat("narrow", "connection_limit.inbound~narrow.limited_connections")).toBeGreaterThan(
      0,
    );
    first.socket.destroy();
    await until("another connection is taken", async () => {
      const { text, socket } = await greeted(portOf(upstream("narrow")));
      socket.destroy();
      return text === "welcome\n";
    });
  });
});

describe("a permissive service", () => {
  test("answers callers in clear text, who cannot pretend to be somebody", async () => {
    const { status, body } = await request({
      port: portOf("open"),
      path: "/headers",
      headers: { "x-forwarded-client-cert": `URI=${spiffeIdOf("web")}` },
    });
    expect(status).toBe(200);
    expect(Object.keys(JSON.parse(body) as object)).not.toContain("x-forwarded-client-cert");
  });

  test("judges callers with certificates as ever", async () => {
    expect(await call("open", "/")).toMatchObject({ status: 200 });
    expect(await call("open", "/secret")).toMatchObject({ status: 403 });
    expect(await direct("open", "stranger", "TLSv1.3")).toBe(403);
  });

  test("of tcp greets a caller in clear text that waits for it to speak first", async () => {
    expect((await greeted(portOf("greeter"))).text).toBe("welcome\n");
    expect((await greeted(portOf(upstream("greeter")))).text).toBe("welcome\n");
  });

  test("is the only one: a strict one hears nobody in clear text", async () => {
    await expect(request({ port: portOf("limited"), path: "/" })).rejects.toThrow(NoAnswer);
    // It waits for a handshake, and not for long.
    expect((await greeted(portOf("narrow"))).text).toBe("");
  });
});

describe("an exposed path", () => {
  test("is answered in clear text", async () => {
    const answered = await request({ port: portOf("exposed"), path: "/metrics?all" });
    expect(answered).toMatchObject({ status: 200, body: "/metrics?all" });
  });

  test.each(["/", "/metrics/more", "/secret", "/x/../secret"])("%s beside it is not", async (path) => {
    const { status, headers } = await request({ port: portOf("exposed"), path });
    expect({ status, mark: headers["x-mesh-reply"] }).toEqual({ status: 404, mark: "NR" });
  });
});

describe("an exposed check", () => {
  const port = (): number => portOf("open") + 500;

  test("is answered in clear text, 500 above the sidecar's port", async () => {
    expect(await request({ port: port(), path: "/alive" })).toMatchObject({ status: 200, body: "/alive" });
  });

  test.each(["/", "/metrics", "/alive/more"])("%s beside it is not", async (path) => {
    expect(await request({ port: port(), path })).toMatchObject({ status: 404 });
  });
});

test("connections that are to be balanced are shared equally by the threads of either sidecar", async () => {
  const opened = 12;
  for (let nth = 0; nth < opened; nth += 1) {
    // The next one comes when this one has been counted.
    expect((await greeted(portOf(upstream("greeter")))).text).toBe("welcome\n");
  }
  const shares = async (service: Callee | "web", port: number): Promise<readonly [number, number]> => {
    const active = (worker: number): Promise<number> =>
      mesh.stat(service, `listener.127.0.0.1_${port}.worker_${worker}.downstream_cx_active`);
    return [await active(0), await active(1)];
  };
  for (const [first, second] of [
    await shares("web", portOf(upstream("greeter"))),
    await shares("greeter", portOf("greeter")),
  ]) {
    // Connections of earlier tests may be among them.
    expect(first + second).toBeGreaterThanOrEqual(opened);
    expect(Math.abs(first - second)).toBeLessThanOrEqual(1);
  }
});

describe("TLS between sidecars", () => {
  test("of the version that the mesh asks for is spoken", async () => {
    expect(await direct("limited", "web", "TLSv1.3")).toBe(200);
  });

  test("of an older one is refused", async () => {
    await expect(direct("limited", "web", "TLSv1.2")).rejects.toThrow(/protocol version/);
  });
});

function upstream(name: Callee): string {
  return `upstream of ${name}`;
}

function application(name: Callee): string {
  return `application of ${name}`;
}

function portOf(name: string): number {
  return ports.get(name) ?? 0;
}

/** As web's application calls: through its own sidecar. */
function call(callee: Callee, path: string, headers: Readonly<Record<string, string>> = {}) {
  return request({ port: portOf(upstream(callee)), path, headers });
}

/** The status of a request past web's sidecar, with a certificate that the mesh's authority made. */
async function direct(callee: Callee, caller: string, maxVersion: "TLSv1.2" | "TLSv1.3"): Promise<number> {
  const { cert, key, ca } = await mintLeaf(authorityOf(site), spiffeIdOf(caller));
  const { status } = await request({
    port: portOf(callee),
    path: "/",
    tls: { cert, key, ca, maxVersion },
  });
  return status;
}

/** The first words of a server, while the caller says nothing; empty when it hangs up instead. */
function greeted(port: number): Promise<{ readonly text: string; readonly socket: Socket }> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    site.atEnd(() => socket.destroy());
    socket.setEncoding("utf8");
    // A reset is an end as well.
    socket.on("error", () => undefined);
    socket.once("data", (chunk: string) => resolve({ text: chunk, socket }));
    socket.once("close", () => resolve({ text: "", socket }));
  });
}

function answer(message: IncomingMessage, response: ServerResponse): void {
  switch (message.url) {
    case "/slow":
      return;
    case "/forged-403":
      return void response.writeHead(403, { "x-mesh-reply": "denied" }).end("not for you");
    case "/headers":
      return void response.end(JSON.stringify(message.headers));
    default:
      return void response.end(message.url);
  }
}

function greet(socket: Socket): void {
  socket.on("error", () => undefined).write("welcome\n");
}

/**
 * Makes a port at which connections never open: a program listens there that takes none, and those that wait fill its
 * queue, so that the system drops the first packet of all others.
 */
async function blockPort(port: number): Promise<void> {
  const script = `require("node:net").createServer().listen({ port: ${port}, host: "127.0.0.1", backlog: 1 }, () => {
    require("node:fs").writeSync(1, "blocked\\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  await site.start({ name: "blocked port", command: process.execPath, args: ["-e", script] }).says(/blocked/);
  for (let waiting = 0; waiting < 8; waiting += 1) {
    const socket = connect(port, "127.0.0.1").on("error", () => undefined);
    site.atEnd(() => socket.destroy());
  }
}
