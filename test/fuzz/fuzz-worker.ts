import { parentPort, workerData } from "node:worker_threads";
import { fuzzInput } from "./fuzz-input.ts";
import type { FuzzTarget } from "./fuzz-target.ts";

/** What the worker is told. */
export interface FuzzOrder {
  /** The first of the seeds, each of which determines one input. */
  readonly seed: number;
  readonly seconds: number;
  /** Ends after this many inputs, if that is sooner. */
  readonly inputs: number;
  /** The seed being examined, for who watches whether it ever ends. */
  readonly progress: SharedArrayBuffer;
}

/** What the worker tells in the end. */
export interface FuzzOutcome {
  readonly inputs: number;
  readonly failure: FuzzFailure | undefined;
}

export interface FuzzFailure {
  readonly seed: number;
  readonly message: string;
}

/** No input may take longer. */
const maxSeconds = 2;
const maxMessageLength = 2_000;

const order = workerData as FuzzOrder;
parentPort?.postMessage(fuzz(order));

function fuzz({ seed: first, seconds, inputs, progress }: FuzzOrder): FuzzOutcome {
  const current = new Int32Array(progress);
  const endsAt = performance.now() + seconds * 1_000;
  for (let count = 0; count < inputs; count += 1) {
    if (count > 0 && performance.now() >= endsAt) return { inputs: count, failure: undefined };
    const seed = first + count;
    Atomics.store(current, 0, seed);
    const failure = examineSeed(seed);
    if (failure) return { inputs: count + 1, failure };
  }
  return { inputs, failure: undefined };
}

function examineSeed(seed: number): FuzzFailure | undefined {
  const { target, text } = fuzzInput(seed);
  const message = problemWith(target, text);
  return message === undefined ? undefined : { seed, message };
}

/** An input that seems slow is examined again: once may have been the machine's fault. */
function problemWith(target: FuzzTarget, text: string): string | undefined {
  try {
    if (secondsOf(() => target.examine(text)) <= maxSeconds) return undefined;
    const seconds = secondsOf(() => target.examine(text));
    return seconds > maxSeconds ? `takes ${seconds.toFixed(1)} s` : undefined;
  } catch (cause) {
    const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return message.length > maxMessageLength ? `${message.slice(0, maxMessageLength)} …` : message;
  }
}

/**
 * The lesser of two measures: what else the machine does adds to the time that passes, and V8's other threads, which
 * collect and compile meanwhile, add to the processor's.
 */
function secondsOf(work: () => void): number {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.min((user + system) / 1e6, (performance.now() - startedAt) / 1e3);
}
