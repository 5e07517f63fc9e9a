import { Agent } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { request } from "./http-request.ts";

export interface LoadOptions {
  readonly port: number;
  readonly path: string;
  /** How many requests are on their way at once, each on a kept-open connection of its own. Default: 4. */
  readonly concurrency?: number;
  /** Rest of a connection between two requests: it leaves the machine's CPUs to the mesh. Default: 5. */
  readonly pauseMs?: number;
}

/** One request of a load. Times are on the clock of `performance.now()`. */
export interface LoadRecord {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** 0 when no answer came; `error` says why. */
  readonly status: number;
  readonly body: string;
  readonly error?: string;
  /** Equal ports mean the same connection. */
  readonly localPort: number;
}

/** Steady requests on kept-open connections, until stopped. */
export class Load {
  /** Finished requests, in the order in which they finished. */
  readonly records: LoadRecord[] = [];
  readonly #options: LoadOptions;
  readonly #workers: readonly Promise<void>[];
  #stopped = false;

  constructor(options: LoadOptions) {
    this.#options = options;
    const { concurrency = 4 } = options;
    this.#workers = Array.from({ length: concurrency }, () => this.#work());
  }

  /** Waits for the requests on their way. */
  async stop(): Promise<readonly LoadRecord[]> {
    this.#stopped = true;
    await Promise.all(this.#workers);
    return this.records;
  }

  async #work(): Promise<void> {
    const { pauseMs = 5 } = this.#options;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!this.#stopped) {
      this.records.push(await this.#record(agent));
      await delay(pauseMs);
    }
    agent.destroy();
  }

  async #record(agent: Agent): Promise<LoadRecord> {
    const { port, path } = this.#options;
    const startedAtMs = performance.now();
    try {
      const answer = await request({ port, path, agent });
      return { ...answer, startedAtMs, endedAtMs: performance.now() };
    } catch (cause) {
      const error = cause instanceof Error ? cause.message : String(cause);
      return { status: 0, body: "", error, localPort: 0, startedAtMs, endedAtMs: performance.now() };
    }
  }
}

/** How often each outcome occurred: what a failed expectation should show instead of thousands of records. */
export function outcomes(records: readonly LoadRecord[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status, body, error } of records) {
    const outcome = error ?? (status === 200 ? "200" : `${status} ${body.trim()}`);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}
