import * as http from "node:http";
import * as http2 from "node:http2";
import type { RandomProtocol } from "./random-mesh.ts";

/** What an application saw of a request; all of them answer with it. */
export interface Echo {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  /** With pseudo-headers for HTTP/2. Values of repeated headers are joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface Application {
  readonly port: number;
  readonly protocol: RandomProtocol;
}

/** Applications that answer with what they saw; one of tcp speaks HTTP as well, of which its proxy knows nothing. */
export async function startEchoServers(
  applications: readonly Application[],
): Promise<{ close(): Promise<void> }> {
  const outcomes = await Promise.allSettled(applications.map(start));
  const servers = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const close = async (): Promise<void> => {
    for (const server of servers) if (server instanceof http.Server) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  };
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (!failed) return { close };
  await close();
  throw failed.reason;
}

function start({ port, protocol }: Application): Promise<http.Server | http2.Http2Server> {
  const speaksHttp2 = protocol === "http2" || protocol === "grpc";
  const server = speaksHttp2
    ? http2.createServer((request, response) => response.end(echoOf(request, port)))
    : http.createServer((request, response) => response.end(echoOf(request, port)));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function echoOf(request: http.IncomingMessage | http2.Http2ServerRequest, port: number): string {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
  const echo: Echo = { port, method: request.method ?? "", path: request.url ?? "", headers };
  return JSON.stringify(echo);
}
