import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** An application that answers with its own name, and does what a test tells it to. */
export class ControlledBackend {
  readonly name: string;
  /** Requests so far, those for its health apart. */
  hits = 0;
  /** What it answers requests with. */
  status = 200;
  /** What it answers `/alive` with, which the agent's checks ask for. */
  aliveStatus = 200;
  /** What it answers `/health` with, which Envoy's probes ask for. */
  healthStatus = 200;
  /** While true, requests are taken and not answered. */
  holding = false;
  readonly #held: (() => void)[] = [];
  readonly #server: Server;

  private constructor(name: string) {
    this.name = name;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async listen(name: string, port: number): Promise<ControlledBackend> {
    const backend = new ControlledBackend(name);
    await new Promise<void>((resolve) => backend.#server.listen(port, "127.0.0.1", resolve));
    return backend;
  }

  /** As it was at first; what it held back is answered. */
  reset(): void {
    Object.assign(this, { hits: 0, status: 200, aliveStatus: 200, healthStatus: 200 });
    this.release();
  }

  /** Answers what it held back, and holds back no more. */
  release(): void {
    this.holding = false;
    for (const answer of this.#held.splice(0)) answer();
  }

  async close(): Promise<void> {
    this.release();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (request.url === "/alive") return void response.writeHead(this.aliveStatus).end();
    if (request.url === "/health") return void response.writeHead(this.healthStatus).end();
    this.hits += 1;
    const answer = (): void => void response.writeHead(this.status).end(this.name);
    if (this.holding) this.#held.push(answer);
    else answer();
  }
}
