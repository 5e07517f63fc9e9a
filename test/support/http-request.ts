import * as http from "node:http";
import * as https from "node:https";

export interface RequestOptions {
  readonly port: number;
  /** Sent as it stands: nothing is normalised. */
  readonly path: string;
  /** Default: GET. */
  readonly method?: string;
  /** Besides those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: a connection of its own. */
  readonly agent?: http.Agent;
  /** Speaks TLS, and shows a certificate if there is one. */
  readonly tls?: {
    readonly ca: string;
    readonly cert?: string;
    readonly key?: string;
  } & Pick<https.RequestOptions, "minVersion" | "maxVersion" | "ciphers">;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: http.IncomingHttpHeaders;
  /** The client's end of the connection: equal ports mean the same connection. */
  readonly localPort: number;
}

const timeoutMs = 10_000;

/** No whole answer came. */
export class NoAnswer extends Error {}

/**
 * One request to 127.0.0.1.
 * @throws NoAnswer with the reason: the client's, or the server's TLS alert.
 */
export function request(options: RequestOptions): Promise<Answer> {
  const { port, path, method = "GET", headers = {}, agent, tls } = options;
  const target = {
    host: "127.0.0.1",
    port,
    path,
    method,
    headers,
    agent: agent ?? false,
    timeout: timeoutMs,
  };
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => reject(new NoAnswer(cause.message, { cause }));
    const sent = tls
      ? // Workloads have no DNS names; the chain up to the root is still checked.
        https.request({
          ...target,
          ...tls,
          agent: false,
          servername: "",
          checkServerIdentity: () => undefined,
        })
      : http.request(target);
    sent.once("timeout", () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    sent.once("error", fail);
    sent.once("response", (response) => {
      const localPort = response.socket.localPort ?? 0;
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.once("error", fail);
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers, localPort }),
      );
    });
    sent.end();
  });
}
