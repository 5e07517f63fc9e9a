import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";

/** What an application got to see of a request. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** An application that answers every request 200 with what it saw of it, as JSON. */
export class EchoBackend {
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(({ method = "", url = "", headers }, response) => {
      const seen: SeenRequest = { method, url, headers };
      response.writeHead(200).end(JSON.stringify(seen));
    });
  }

  static async listen(port: number): Promise<EchoBackend> {
    const backend = new EchoBackend();
    await new Promise<void>((resolve) => backend.#server.listen(port, "127.0.0.1", resolve));
    return backend;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
