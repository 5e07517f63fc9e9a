import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server, ServerResponse } from "node:http";

/** A request as an application sees it. */
export interface SeenRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** What a backend does with a request other than to answer 200; `nth` counts the requests for its path, from 1. */
export type Behaviour = (response: ServerResponse, nth: number) => void;

/** An application on loopback that remembers what it was asked, and says so in its answers. */
export class RecordingBackend {
  readonly name: string;
  readonly #server: Server;
  readonly #behaviours: Readonly<Record<string, Behaviour>>;
  readonly #seen: SeenRequest[] = [];

  private constructor(name: string, behaviours: Readonly<Record<string, Behaviour>>) {
    this.name = name;
    this.#behaviours = behaviours;
    this.#server = createServer(({ method = "", url = "", headers }, response) => {
      this.#seen.push({ method, path: url, headers });
      const [path = ""] = url.split("?");
      const behaviour = this.#behaviours[path];
      if (behaviour) behaviour(response, this.seenAt(path).length);
      else response.end(JSON.stringify({ service: name, method, path: url, headers }));
    });
  }

  /** @param behaviours By path, without the query. */
  static async start(
    name: string,
    port: number,
    behaviours: Readonly<Record<string, Behaviour>> = {},
  ): Promise<RecordingBackend> {
    const backend = new RecordingBackend(name, behaviours);
    await new Promise<void>((resolve) => backend.#server.listen(port, "127.0.0.1", resolve));
    return backend;
  }

  /** The requests for a path, whatever their query. */
  seenAt(path: string): readonly SeenRequest[] {
    return this.#seen.filter((request) => request.path.split("?")[0] === path);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
