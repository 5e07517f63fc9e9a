import { startExampleMesh } from "./example-mesh.ts";
import type { ExampleMesh } from "./example-mesh.ts";
import { quantile, rounded } from "./statistics.ts";
import { startSteadyPoll } from "./steady-poll.ts";
import type { Answer } from "./steady-poll.ts";

/** How long a change of mind takes to reach traffic that is already flowing. */
export interface ConvergenceResult {
  /** From the start of the `mesh apply` process to the first changed answer on the open connection. */
  readonly median_ms: number;
  readonly p99_ms: number;
  /** Median from the agent's commit to that answer. */
  readonly server_ms: number;
  /** Requests answered by anything but the state before or after the flip, or by the old state once the new was seen. */
  readonly failed: number;
  readonly runs: number;
  /** All requests that were sent. */
  readonly requests: number;
  /** Connections that they took: 1 when every flip acted on the open one. */
  readonly connections: number;
}

const runs = 30;
const path = "/service/counting/";
const allowed = 200;
const denied = 403;
const effectTimeoutMs = 10_000;
const readyTimeoutMs = 60_000;

/** Flips dashboard's intention back and forth with the real command, under a steady poll through both sidecars. */
export async function run(report: (line: string) => void): Promise<ConvergenceResult> {
  const mesh = await startExampleMesh();
  try {
    const watch = new Watch();
    const commits = new CommitTimes(mesh);
    const poll = startSteadyPoll({ port: mesh.upstreamPort, path }, (answer) => watch.observe(answer));
    await watch.until(allowed, readyTimeoutMs);
    report("the mesh answers");
    watch.startCounting();
    const connectionsBefore = poll.connections;
    const flips: Flip[] = [];
    for (let count = 1; count <= runs; count += 1) {
      flips.push(await flip(count % 2 === 1 ? denied : allowed, { mesh, watch, commits }));
      if (count % 10 === 0) report(`${count} of ${runs} flips`);
    }
    await poll.stop();
    const totals = flips.map(({ totalMs }) => totalMs);
    return {
      median_ms: rounded(quantile(totals, 0.5)),
      p99_ms: rounded(quantile(totals, 0.99)),
      server_ms: rounded(
        quantile(
          flips.map(({ serverMs }) => serverMs),
          0.5,
        ),
      ),
      failed: watch.failed,
      runs,
      requests: watch.requests,
      connections: 1 + poll.connections - connectionsBefore,
    };
  } finally {
    await mesh.stop();
  }
}

interface Flip {
  readonly totalMs: number;
  readonly serverMs: number;
}

interface Site {
  readonly mesh: ExampleMesh;
  readonly watch: Watch;
  readonly commits: CommitTimes;
}

async function flip(status: number, { mesh, watch, commits }: Site): Promise<Flip> {
  const effect = watch.until(status, effectTimeoutMs);
  const committed = commits.next();
  const startedAtMs = performance.now();
  const applied = mesh.apply(["--var", `dashboard_may_count=${status === allowed ? "allow" : "deny"}`]);
  const [effectAtMs, commitAtMs] = await Promise.all([effect, committed, applied]);
  return { totalMs: effectAtMs - startedAtMs, serverMs: effectAtMs - commitAtMs };
}

/** What the answers say: the state of the mesh as a caller sees it. */
class Watch {
  failed = 0;
  requests = 0;
  #isCounting = false;
  /** The status of the state in force, and of the one that is coming. */
  #current = denied;
  #awaited: { readonly status: number; readonly seen: (atMs: number) => void } | undefined;

  startCounting(): void {
    this.#isCounting = true;
  }

  observe({ status, atMs }: Answer): void {
    if (this.#isCounting) this.requests += 1;
    if (status === this.#awaited?.status) {
      this.#current = status;
      this.#awaited.seen(atMs);
      this.#awaited = undefined;
    } else if (this.#isCounting && status !== this.#current) this.failed += 1;
  }

  /** When the first answer with that status was complete. */
  until(status: number, timeoutMs: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No ${status} within ${timeoutMs} ms.`)), timeoutMs);
      this.#awaited = {
        status,
        seen: (atMs) => {
          clearTimeout(timer);
          resolve(atMs);
        },
      };
    });
  }
}

/**
 * When the agent committed, from the `time` of its log line "applied": it writes that line once the compiled revision
 * is in force and before any stream is sent to. The agent's clock counts whole milliseconds, cut off, so that the time
 * from commit to effect comes out up to a millisecond too long, never too short.
 */
class CommitTimes {
  #waiting: ((atMs: number) => void) | undefined;

  constructor(mesh: ExampleMesh) {
    mesh.onAgentLog((line) => {
      const entry = JSON.parse(line) as { readonly msg?: string; readonly time?: string };
      if (entry.msg !== "applied" || entry.time === undefined) return;
      this.#waiting?.(Date.parse(entry.time) - performance.timeOrigin);
      this.#waiting = undefined;
    });
  }

  /** In `performance.now()` milliseconds, as the answers are timed. */
  next(): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }
}
