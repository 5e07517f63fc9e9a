import { Agent, request } from "node:http";
import { request as secureRequest } from "node:https";

export interface HttpRequest {
  readonly method: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<unknown>;
}

/**
 * The part of `fetch` that a client of an agent needs, on `node:http`: Node's own takes longer to load than a whole
 * command takes to run. Redirects are not followed; no agent sends one.
 */
export function nodeFetch(url: string, { method, body, headers }: HttpRequest): Promise<HttpAnswer> {
  const send = url.startsWith("https:") ? secureRequest : request;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      { method, headers: { ...headers, ...length }, ...connection(url) },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const status = incoming.statusCode ?? 0;
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ ok: status >= 200 && status < 300, status, json: () => parse(text) });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** A command makes several requests of one agent; an idle connection must not keep it from ending. */
const keptOpen = new Agent({ keepAlive: true, timeout: 30_000 });

function connection(url: string): { readonly agent?: Agent } {
  return url.startsWith("http:") ? { agent: keptOpen } : {};
}

function parse(text: string): Promise<unknown> {
  return new Promise((resolve) => {
    resolve(JSON.parse(text));
  });
}
