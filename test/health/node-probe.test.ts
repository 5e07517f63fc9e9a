import { once } from "node:events";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { Readable } from "node:stream";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { CheckTarget, HttpTarget } from "../../src/health/check-definition.ts";
import { nodeProbe } from "../../src/health/node-probe.ts";
import { createForeignAuthority, mintLeaf } from "../support/certificates.ts";

const never = new AbortController().signal;
const closers: (() => void)[] = [];

afterEach(() => closers.splice(0).forEach((close) => close()));

async function listen(server: net.Server): Promise<number> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket: net.Socket) => sockets.add(socket.on("error", () => undefined)));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

function* endless(): Generator<string> {
  for (;;) yield "x".repeat(1_000);
}

/** A port nobody listens on. */
async function closedPort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

function httpTarget(url: string, more: Partial<HttpTarget> = {}): CheckTarget {
  return { type: "http", http: { url, method: "GET", headers: {}, ...more } };
}

async function serve(handle: http.RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(http.createServer(handle))}`;
}

describe("an http probe", () => {
  test.each([
    [200, "passing"],
    [204, "passing"],
    [299, "passing"],
    [301, "critical"],
    [400, "critical"],
    [429, "warning"],
    [500, "critical"],
    [503, "critical"],
  ])("takes %d for %s", async (status, expected) => {
    const url = await serve((_, response) => response.writeHead(status, { location: "/" }).end());
    expect((await nodeProbe.run(httpTarget(url), never)).status).toBe(expected);
  });

  test("shows method, URL, status and body", async () => {
    const url = await serve((_, response) => response.writeHead(503).end("database is away"));
    expect(await nodeProbe.run(httpTarget(url), never)).toEqual({
      status: "critical",
      output: `HTTP GET ${url}/: 503 Service Unavailable Output: database is away`,
    });
  });

  test("sends its method and headers on a connection it does not keep", async () => {
    let seen: http.IncomingMessage | undefined;
    const url = await serve((request, response) => {
      seen = request;
      response.end();
    });
    const headers = { host: ["api.internal"], "x-check": ["a", "b"] };
    await nodeProbe.run(httpTarget(url, { method: "HEAD", headers }), never);
    expect(seen?.method).toBe("HEAD");
    expect(seen?.headers).toMatchObject({ host: "api.internal", "x-check": "a, b", connection: "close" });
  });

  test("reads no more than 4 KiB of an endless body", async () => {
    const url = await serve(
      (_, response) =>
        void Readable.from(endless())
          .on("error", () => undefined)
          .pipe(response),
    );
    const { status, output } = await nodeProbe.run(httpTarget(url), never);
    expect(status).toBe("passing");
    expect(output).toHaveLength(4096);
  });

  test("is decided by the status when the body breaks off", async () => {
    const port = await listen(
      net.createServer((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntick")),
    );
    expect(await nodeProbe.run(httpTarget(`http://127.0.0.1:${port}`), never)).toEqual({
      status: "passing",
      output: `HTTP GET http://127.0.0.1:${port}/: 200 OK Output: tick`,
    });
  });

  test("is critical when no answer comes in time", async () => {
    const run = new AbortController();
    const url = await serve(() => run.abort(new Error("no answer within 1000 ms")));
    expect(await nodeProbe.run(httpTarget(url), run.signal)).toEqual({
      status: "critical",
      output: `HTTP GET ${url}/: no answer within 1000 ms`,
    });
  });

  test("is critical when its time is over before it begins", async () => {
    const url = await serve((_, response) => response.end());
    const result = await nodeProbe.run(httpTarget(url), AbortSignal.abort(new Error("stopped")));
    expect(result).toEqual({ status: "critical", output: `HTTP GET ${url}/: stopped` });
  });

  test("is critical when the answer is no HTTP", async () => {
    const port = await listen(net.createServer((socket) => socket.end("220 mail.internal ESMTP\r\n")));
    expect(await nodeProbe.run(httpTarget(`http://127.0.0.1:${port}`), never)).toMatchObject({
      status: "critical",
    });
  });

  test("is critical when the server hangs up", async () => {
    const port = await listen(net.createServer((socket) => socket.destroy()));
    expect(await nodeProbe.run(httpTarget(`http://127.0.0.1:${port}`), never)).toMatchObject({
      status: "critical",
    });
  });

  test.each([
    ["another scheme", { url: "ftp://127.0.0.1/" }, "HTTP GET ftp://127.0.0.1/: not a URL of http or https"],
    ["no URL", { url: "nonsense" }, "HTTP GET nonsense: not a URL of http or https"],
    ["an impossible method", { url: "http://127.0.0.1:9/", method: "G T" }, "HTTP G T http://127.0.0.1:9/: "],
    [
      "an impossible header",
      { url: "http://127.0.0.1:9/", headers: { "a\n": ["b"] } },
      "HTTP GET http://127.0.0.1:9/: ",
    ],
  ])("is critical for %s", async (_, { url, ...more }: Partial<HttpTarget>, output) => {
    const result = await nodeProbe.run(httpTarget(url ?? "", more), never);
    expect(result.status).toBe("critical");
    expect(result.output).toContain(output);
  });

  test("shows no password of its URL", async () => {
    const port = await closedPort();
    const { output } = await nodeProbe.run(httpTarget(`http://me:secret@127.0.0.1:${port}/`), never);
    expect(output).toBe(`HTTP GET http://127.0.0.1:${port}/: connect ECONNREFUSED 127.0.0.1:${port}`);
  });

  test("trusts an unknown certificate only when told to", async () => {
    const identity = await mintLeaf(
      await createForeignAuthority("mesh.internal"),
      "spiffe://mesh.internal/svc/api",
    );
    const url = `https://127.0.0.1:${await listen(https.createServer(identity, (_, response) => response.end()))}`;
    expect(await nodeProbe.run(httpTarget(url), never)).toMatchObject({ status: "critical" });
    expect(await nodeProbe.run(httpTarget(url, { tlsSkipVerify: true }), never)).toMatchObject({
      status: "passing",
    });
  });
});

describe("a tcp probe", () => {
  test("passes where somebody listens", async () => {
    const port = await listen(net.createServer());
    expect(await nodeProbe.run({ type: "tcp", tcp: { host: "127.0.0.1", port } }, never)).toEqual({
      status: "passing",
      output: `TCP connect 127.0.0.1:${port}: success`,
    });
  });

  test("is critical where nobody listens", async () => {
    const port = await closedPort();
    expect(await nodeProbe.run({ type: "tcp", tcp: { host: "127.0.0.1", port } }, never)).toEqual({
      status: "critical",
      output: `TCP connect 127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  test("names every address of a name in vain", async () => {
    const port = await closedPort();
    const { output } = await nodeProbe.run({ type: "tcp", tcp: { host: "localhost", port } }, never);
    expect(output).toContain(`TCP connect localhost:${port}: connect E`);
  });

  test("is critical for an impossible port", async () => {
    const result = await nodeProbe.run({ type: "tcp", tcp: { host: "127.0.0.1", port: 99_999 } }, never);
    expect(result).toMatchObject({ status: "critical" });
  });

  test("is critical when its time is over", async () => {
    const target: CheckTarget = { type: "tcp", tcp: { host: "127.0.0.1", port: 9 } };
    expect(await nodeProbe.run(target, AbortSignal.abort(new Error("stopped")))).toEqual({
      status: "critical",
      output: "TCP connect 127.0.0.1:9: stopped",
    });
  });
});
