import type { CancelTimer, Clock } from "../clock.ts";

/** The system's time. A pending timer keeps the process alive: whoever set it cancels it on stop. */
export const nodeClock: Clock = { now: () => Date.now(), after };

/** The longest delay Node takes; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

function after(delayMs: number, callback: () => void): CancelTimer {
  let remainingMs = Math.max(0, delayMs);
  let timer = setTimeout(next, Math.min(remainingMs, longestTimerMs));
  return () => clearTimeout(timer);

  function next(): void {
    remainingMs -= longestTimerMs;
    if (remainingMs <= 0) callback();
    else timer = setTimeout(next, Math.min(remainingMs, longestTimerMs));
  }
}
