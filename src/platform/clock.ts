/** Time, as an interface, so that tests advance it instead of sleeping. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `callback` once after `delayMs`; the returned function cancels it and may be called at any time. */
  after(delayMs: number, callback: () => void): CancelTimer;
}

export type CancelTimer = () => void;
