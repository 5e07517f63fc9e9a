import { setTimeout as delay } from "node:timers/promises";
import type { AgentClient } from "../../client/agent-client.ts";
import type { StatusResponse } from "../../client/api-types.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { rejectionDiagnostics } from "../apply/rejection-diagnostics.ts";
import { describeEnd } from "../process-group.ts";
import type { ProcessEnd } from "../process-group.ts";

/** A part of the mesh would not start; the message says which. */
export class StartFailure extends Error {
  /** What a proxy refused, if that is the reason. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[] = []) {
    super(message);
    this.diagnostics = diagnostics;
  }
}

export interface StartedProgram {
  /** For people. */
  readonly name: string;
  readonly ended: Promise<ProcessEnd>;
}

export interface AwaitStartOptions {
  readonly client: AgentClient;
  readonly programs: readonly StartedProgram[];
  /** The documents in force, for the places of what a proxy refuses. */
  readonly files: readonly SourceFile[];
}

/** How long instances may take to start before the state is shown as it is. */
const readyMs = 30_000;
const pollMs = 200;

/**
 * The state once every proxy has its configuration and every instance is well, or when that takes too long.
 * @throws StartFailure when a program ends in failure meanwhile, or a proxy refuses its configuration: most
 * often because a port is taken.
 */
export function awaitStart(options: AwaitStartOptions): Promise<StatusResponse> {
  const over = new AbortController();
  const outcomes = [readyStatus(options, over.signal), ...options.programs.map(failureOf)];
  return Promise.race(outcomes).finally(() => over.abort());
}

async function readyStatus(
  { client, files }: AwaitStartOptions,
  signal: AbortSignal,
): Promise<StatusResponse> {
  const deadline = performance.now() + readyMs;
  for (;;) {
    const status = await client.status();
    const rejections = rejectionDiagnostics(status.proxies, files);
    if (rejections.length > 0) throw new StartFailure("The mesh did not start.", rejections);
    const isReady = status.proxies.every(
      (proxy) => proxy.health === "passing" && proxy.acknowledged_revision !== undefined,
    );
    if (isReady || performance.now() > deadline) return status;
    await delay(pollMs, undefined, { signal });
  }
}

/** Rejects when the program fails. One that is done, having started another perhaps, is no failure. */
async function failureOf({ name, ended }: StartedProgram): Promise<never> {
  const end = await ended;
  if (end.kind === "exited" && end.code === 0) return new Promise(() => undefined);
  throw new StartFailure(`The mesh did not start: ${name} ${describeEnd(end)}; its output says why.`);
}
