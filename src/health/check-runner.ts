import type { CancelTimer, Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import type { CheckDefinition, CheckStatus } from "./check-definition.ts";
import { startCheck, stepCheck } from "./check-state.ts";
import type { CheckEffect, CheckEvent, CheckState } from "./check-state.ts";
import type { Probe } from "./probe.ts";

export interface CheckRunnerOptions {
  readonly checks: readonly CheckDefinition[];
  readonly probe: Probe;
  readonly clock: Clock;
  readonly random: Random;
  /** Called after a check's first run and with every change of its status. Must not throw. */
  readonly onStatus: (checkId: string, status: CheckStatus, output: string) => void;
}

export interface CheckRunner {
  /**
   * Where each check stands now, in the order of the definitions: what a report under a lease repeats. A check whose
   * first run has not finished is left out: whoever starts again must not call everything critical.
   */
  reports(): readonly CheckReport[];
  /** Ends all runs, those on their way included; no `onStatus` follows. */
  stop(): void;
}

export interface CheckReport {
  readonly id: string;
  readonly status: CheckStatus;
  readonly output: string;
}

/** Runs checks until stopped, the first time at once. */
export function startCheckRunner(options: CheckRunnerOptions): CheckRunner {
  const running = options.checks.map((check) => new RunningCheck(check, options));
  return {
    reports: () => running.flatMap((check) => check.report() ?? []),
    stop: () => running.forEach((check) => check.stop()),
  };
}

class RunningCheck {
  readonly #definition: CheckDefinition;
  readonly #options: CheckRunnerOptions;
  #state: CheckState;
  #cancelWake: CancelTimer = () => undefined;
  #run = new AbortController();

  constructor(definition: CheckDefinition, options: CheckRunnerOptions) {
    this.#definition = definition;
    this.#options = options;
    const { state, effects } = startCheck(definition, options.random.fraction());
    this.#state = state;
    this.#perform(effects);
  }

  report(): CheckReport | undefined {
    const { observed, status, output } = this.#state;
    return observed ? { id: this.#definition.id, status, output } : undefined;
  }

  stop(): void {
    this.#step({ kind: "stop" });
  }

  #step(event: CheckEvent): void {
    const { state, effects } = stepCheck(this.#state, event);
    this.#state = state;
    this.#perform(effects);
  }

  #perform(effects: readonly CheckEffect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case "probe":
          void this.#probe();
          break;
        case "wake":
          this.#cancelWake = this.#options.clock.after(effect.afterMs, () => this.#step({ kind: "due" }));
          break;
        case "publish":
          this.#options.onStatus(this.#definition.id, effect.status, effect.output);
          break;
        case "cancel":
          this.#cancelWake();
          this.#run.abort(new Error("stopped"));
          break;
      }
    }
  }

  async #probe(): Promise<void> {
    const { clock, probe } = this.#options;
    const { timeoutMs } = this.#definition;
    const run = new AbortController();
    this.#run = run;
    const cancelTimeout = clock.after(timeoutMs, () =>
      run.abort(new Error(`no answer within ${timeoutMs} ms`)),
    );
    this.#cancelWake = cancelTimeout;
    const result = await probe.run(this.#definition, run.signal);
    cancelTimeout();
    this.#step({ kind: "finished", result });
  }
}
