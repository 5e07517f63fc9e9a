import http from "node:http";

/** One answer to the poll, or the lack of one. */
export interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  /** When it was complete, in `performance.now()` milliseconds. */
  readonly atMs: number;
}

export interface SteadyPoll {
  /** How many connections it took so far: one, as long as nobody closes it. */
  readonly connections: number;
  stop(): Promise<void>;
}

/** After an answer the next request waits this long. */
const pauseMs = 1;
const timeoutMs = 2_000;

/** Asks for a path again and again, one request at a time on one kept connection. */
export function startSteadyPoll(
  { port, path }: { readonly port: number; readonly path: string },
  onAnswer: (answer: Answer) => void,
): SteadyPoll {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let connections = 0;
  let isStopped = false;

  async function poll(): Promise<void> {
    while (!isStopped) {
      onAnswer(await ask());
      await new Promise((next) => setTimeout(next, pauseMs));
    }
    agent.destroy();
  }

  function ask(): Promise<Answer> {
    return new Promise((resolve) => {
      const answer = (status: number): void => resolve({ status, atMs: performance.now() });
      const request = http.get({ host: "127.0.0.1", port, path, agent, timeout: timeoutMs }, (response) => {
        response.resume();
        response.on("end", () => answer(response.statusCode ?? 0));
        response.on("error", () => answer(0));
      });
      request.on("socket", () => {
        if (!request.reusedSocket) connections += 1;
      });
      request.on("timeout", () => request.destroy(new Error("no answer")));
      request.on("error", () => answer(0));
    });
  }

  const ended = poll();
  return {
    get connections() {
      return connections;
    },
    stop: () => {
      isStopped = true;
      return ended;
    },
  };
}
