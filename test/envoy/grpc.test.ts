/** @jest-environment ./test/support/show-output-on-failure.cjs */
import * as http2 from "node:http2";
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http2";
import { Client, Server, ServerCredentials, credentials, status } from "@grpc/grpc-js";
import type {
  MethodDefinition,
  ServiceError,
  handleServerStreamingCall,
  handleUnaryCall,
} from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { TestSite } from "../support/test-site.ts";
import { expectValidRendering } from "../support/valid-bootstraps.ts";

let site: TestSite;
let mesh: LiveMesh;
let document = "";
let client: Client;
let ordersPort = 0;
let pagesPort = 0;
/** How often each method of orders was called. */
const calls = new Map<string, number>();
/** The metadata of the latest call of each method. */
const metadata = new Map<string, Readonly<Record<string, unknown>>>();

beforeAll(async () => {
  site = await TestSite.open();
  const [webPort, grpcPort = 0, h2Port = 0, webSidecar, ordersSidecar, pagesSidecar, orders = 0, pages = 0] =
    await freePorts(8);
  ordersPort = orders;
  pagesPort = pages;
  document = `
mesh { default_intention_policy = "allow" }
service "web" {
  port = ${webPort}
  instance "web" { sidecar_port = ${webSidecar} }
  upstream "orders" { local_bind_port = ${orders} }
  upstream "pages" { local_bind_port = ${pages} }
}
service "orders" {
  port     = ${grpcPort}
  protocol = "grpc"
  instance "orders" { sidecar_port = ${ordersSidecar} }
}
service "pages" {
  port     = ${h2Port}
  protocol = "http2"
  instance "pages" { sidecar_port = ${pagesSidecar} }
}
router "orders" {
${route("/shop.Orders/Retried", 'num_retries = 3\n retry_on = ["unavailable"]')}
${route("/shop.Orders/NotRetried", 'num_retries = 3\n retry_on = ["cancelled"]')}
${route("/shop.Orders/Bounded", 'request_timeout = "200ms"')}
${route("/shop.Orders/Limited", "rate_limits { requests_per_second = 1 }")}
${route("/shop.Orders/Broken", "fault_injection {\n abort { grpc_status = 13 }\n}")}
${route("/shop.Orders/Marked", 'request_headers {\n set = { x-route = "marked" }\n}')}
}
`;
  const ordersServer = await startOrders(grpcPort);
  site.atEnd(() => ordersServer.forceShutdown());
  await site.serve(pagesServer(), h2Port);
  mesh = await LiveMesh.start(site, { document, sidecars: ["web", "orders", "pages"] });
  client = new Client(`127.0.0.1:${ordersPort}`, credentials.createInsecure());
  site.atEnd(() => client.close());
});

afterAll(() => site.dispose());

test("what is rendered passes envoy --mode validate without a warning", () =>
  expectValidRendering(site, document));

describe("a service of protocol grpc", () => {
  test("is called through both sidecars", async () => {
    expect(await call("Echo", "hello")).toEqual({ code: status.OK, text: "hello" });
  });

  test("streams", async () => {
    expect(await stream("Count")).toEqual(["1", "2", "3"]);
  });

  test("is routed by method, with changed metadata", async () => {
    await call("Marked", "x");
    expect(metadata.get("Marked")).toMatchObject({ "x-route": "marked" });
  });

  test("is called again when it says unavailable", async () => {
    expect(await call("Retried", "x")).toEqual({ code: status.OK, text: "attempt 3" });
    expect(calls.get("Retried")).toBe(3);
  });

  test("is not called again on other conditions", async () => {
    expect(await call("NotRetried", "x")).toMatchObject({ code: status.UNAVAILABLE });
    expect(calls.get("NotRetried")).toBe(1);
  });

  test("answers in the words of gRPC when a fault is injected", async () => {
    expect(await call("Broken", "x")).toMatchObject({ code: status.INTERNAL });
    expect(calls.get("Broken")).toBeUndefined();
  });

  test("is spared calls beyond the limit, which are told RESOURCE_EXHAUSTED", async () => {
    const codes: status[] = [];
    for (let nth = 0; nth < 8; nth += 1) codes.push((await call("Limited", "x")).code);
    expect(codes[0]).toBe(status.OK);
    expect(new Set(codes)).toEqual(new Set([status.OK, status.RESOURCE_EXHAUSTED]));
    expect(calls.get("Limited")).toBe(codes.filter((code) => code === status.OK).length);
  });

  describe("that does not answer", () => {
    const rows = [
      { ends: "at the deadline of the call", method: "Silent", timeout: "200m" },
      { ends: "at the route's timeout without a deadline", method: "Bounded", timeout: undefined },
      { ends: "at the route's timeout where the deadline is later", method: "Bounded", timeout: "30S" },
    ];

    // A client that does not watch its deadline itself: it is the sidecar that does.
    test.each(rows)("ends $ends", async ({ method, timeout }) => {
      const headers = await exchange(ordersPort, {
        ":method": "POST",
        ":path": `/shop.Orders/${method}`,
        "content-type": "application/grpc",
        te: "trailers",
        ...(timeout !== undefined && { "grpc-timeout": timeout }),
      });
      expect(headers.headers).toMatchObject({ ":status": 200, "grpc-status": `${status.DEADLINE_EXCEEDED}` });
      const path = `/shop.Orders/${method}`;
      expect(await mesh.logged("web", (line) => line["path"] === path)).toMatchObject({
        status: 200,
        grpc_status: "DeadlineExceeded",
        // The other side knows the deadline too, and may be the first to say so.
        details: expect.stringMatching(/^(max_duration_timeout|via_upstream)$/),
      });
    });
  });
});

describe("a service of protocol http2", () => {
  test("is called by http2", async () => {
    const { headers, body } = await exchange(pagesPort, { ":path": "/a?b=c" });
    expect({ status: headers[":status"], body }).toEqual({ status: 200, body: "http2 /a?b=c" });
  });

  test("is called by http2 when the caller speaks http/1.1", async () => {
    expect(await request({ port: pagesPort, path: "/a" })).toMatchObject({ status: 200, body: "http2 /a" });
  });
});

function route(path: string, destination: string): string {
  return `  route {
    match {
      http { path_prefix = "${path}" }
    }
    destination {
      ${destination}
    }
  }`;
}

const asBytes = (text: string): Buffer => Buffer.from(text);
const asText = (bytes: Buffer): string => bytes.toString();

async function startOrders(port: number): Promise<Server> {
  const server = new Server();
  const unary = (method: string, answer: (text: string, nth: number) => string | undefined): void => {
    const handler: handleUnaryCall<string, string> = (seen, reply) => {
      const nth = (calls.get(method) ?? 0) + 1;
      calls.set(method, nth);
      metadata.set(method, seen.metadata.getMap());
      const text = answer(seen.request, nth);
      if (text === undefined) reply({ code: status.UNAVAILABLE });
      else reply(null, text);
    };
    server.addService({ [method]: definitionOf(method) }, { [method]: handler });
  };
  unary("Echo", (text) => text);
  unary("Marked", (text) => text);
  unary("Limited", (text) => text);
  unary("Retried", (_, nth) => (nth < 3 ? undefined : `attempt ${nth}`));
  unary("NotRetried", () => undefined);
  const count: handleServerStreamingCall<string, string> = (seen) => {
    for (const text of ["1", "2", "3"]) seen.write(text);
    seen.end();
  };
  server.addService({ Count: { ...definitionOf("Count"), responseStream: true } }, { Count: count });
  // These never answer.
  for (const method of ["Silent", "Bounded"])
    server.addService(
      { [method]: { ...definitionOf(method), requestStream: true } },
      { [method]: () => undefined },
    );
  await new Promise<void>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (cause) =>
      cause ? reject(cause) : resolve(),
    ),
  );
  return server;
}

/** Messages are plain text. */
function definitionOf(method: string): MethodDefinition<string, string> {
  return {
    path: `/shop.Orders/${method}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: asBytes,
    requestDeserialize: asText,
    responseSerialize: asBytes,
    responseDeserialize: asText,
  };
}

function pagesServer(): http2.Http2Server {
  return http2.createServer((seen, response) => {
    response.end(`${seen.httpVersion === "2.0" ? "http2" : "http1"} ${seen.url}`);
  });
}

function call(method: string, text: string): Promise<{ readonly code: status; readonly text?: string }> {
  return new Promise((resolve) => {
    const answered = (cause: ServiceError | null, answer?: string): void =>
      resolve(
        cause ? { code: cause.code } : { code: status.OK, ...(answer !== undefined && { text: answer }) },
      );
    client.makeUnaryRequest(`/shop.Orders/${method}`, asBytes, asText, text, answered);
  });
}

function stream(method: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const messages: string[] = [];
    const answers = client.makeServerStreamRequest(`/shop.Orders/${method}`, asBytes, asText, "go");
    answers.on("data", (message: string) => messages.push(message));
    answers.once("error", reject);
    answers.once("end", () => resolve(messages));
  });
}

/** One exchange in clear-text http2 with a sidecar, on a connection of its own. */
function exchange(
  port: number,
  headers: OutgoingHttpHeaders,
): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const session = http2.connect(`http://127.0.0.1:${port}`);
    session.once("error", reject);
    const sent = session.request(headers);
    let answer: IncomingHttpHeaders = {};
    let body = "";
    sent.setEncoding("utf8");
    sent.once("response", (received) => (answer = received));
    sent.on("data", (chunk: string) => (body += chunk));
    sent.setTimeout(10_000, () => sent.destroy(new Error("no answer within 10 s")));
    sent.once("error", reject);
    sent.once("end", () => resolve({ headers: answer, body }));
    sent.once("close", () => session.destroy());
    sent.end();
  });
}
