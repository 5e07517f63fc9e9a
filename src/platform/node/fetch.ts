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

/** What every request of one client has in common. */
export interface FetchOptions {
  /** How long a request may take until its answer is there in full; unlimited unless given. */
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: TlsOptions;
}

/** Certificates and keys as PEM. */
export interface TlsOptions {
  /** Whom to trust instead of the system's authorities. */
  readonly ca?: string;
  /** What to show to a server that asks who we are. */
  readonly cert?: string;
  readonly key?: string;
}

export type NodeFetch = (url: string, request: HttpRequest) => Promise<HttpAnswer>;

/**
 * The part of `fetch` that a client of an agent needs, on `node:http`: Node's own takes longer to load than a whole
 * command takes to run. Redirects are not followed; no agent sends one.
 */
export const nodeFetch: NodeFetch = createNodeFetch({});

export function createNodeFetch({ timeoutMs, headers: common, tls }: FetchOptions): NodeFetch {
  return (url, { method, body, headers }) => {
    const send = url.startsWith("https:") ? secureRequest : request;
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const options = {
      method,
      headers: { ...common, ...headers, ...length },
      ...connection(url),
      ...(url.startsWith("https:") && tls),
      ...(timeoutMs !== undefined && { signal: AbortSignal.timeout(timeoutMs) }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = send(url, options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const status = incoming.statusCode ?? 0;
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({ ok: status >= 200 && status < 300, status, json: () => parse(text) });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  };
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
