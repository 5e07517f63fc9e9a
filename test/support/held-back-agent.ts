import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { until } from "./until.ts";

/** An agent behind somebody who passes everything on at once but applies, which wait until they are released. */
export class HeldBackAgent {
  readonly address: string;
  readonly #server: Server;
  readonly #target: string;
  #isHolding = false;
  #release: () => void = () => undefined;
  readonly #released = new Promise<void>((resolve) => (this.#release = resolve));

  static async open(target: string): Promise<HeldBackAgent> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new HeldBackAgent(server, target);
  }

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.#target = target;
    const { port } = server.address() as AddressInfo;
    this.address = `http://127.0.0.1:${port}`;
    server.on("request", (incoming: IncomingMessage, response: ServerResponse) => {
      // An agent that dies meanwhile breaks off, and so does whoever stands before it.
      this.#passOn(incoming, response).catch(() => response.destroy());
    });
  }

  /** Resolves when an apply waits here. */
  async isHolding(): Promise<void> {
    await until("an apply arrives", () => this.#isHolding);
  }

  release(): void {
    this.#release();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #passOn(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = incoming;
    let body = "";
    for await (const chunk of incoming.setEncoding("utf8") as AsyncIterable<string>) body += chunk;
    if (method === "PUT") {
      this.#isHolding = true;
      await this.#released;
    }
    const answer = await fetch(`${this.#target}${url}`, {
      method,
      ...(method !== "GET" && { body, headers: { "content-type": "application/json" } }),
    });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(await answer.text());
  }
}
