const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Resolves with the first signal that asks this process to end. Further ones are ignored from then on: a terminal and
 * a parent may both send one, and ending in order must not be cut short by the second.
 */
export function untilInterrupted(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of endingSignals) process.on(signal, () => resolve(signal));
  });
}
