import type { AgentClient } from "../../client/agent-client.ts";
import type { ApiCheck, ApiInstance } from "../../client/api-types.ts";
import type { CheckDefinition } from "../../health/check-definition.ts";
import { startCheckRunner } from "../../health/check-runner.ts";
import type { CheckRunner } from "../../health/check-runner.ts";
import type { Probe } from "../../health/probe.ts";
import type { CancelTimer, Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { Random } from "../../platform/random.ts";

/** How often an instance says that it is alive when nothing changes. */
const heartbeatMs = 2_000;
/** How long an agent believes the last report: four lost ones are no death. */
const leaseMs = 10_000;
/** How soon an agent that is away is tried again. */
const retryMs = 500;

export interface HealthReporterOptions {
  readonly client: AgentClient;
  readonly instanceId: string;
  readonly probe: Probe;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * Runs the checks of one instance where it runs, and reports them to the agent: at once when one changes, and steadily
 * to renew the lease. What to check comes with every answer; while the agent knows nothing, the last checks go on.
 */
export class HealthReporter {
  readonly #options: HealthReporterOptions;
  #runner: CheckRunner | undefined;
  #checks = "";
  #cancelNext: CancelTimer = () => undefined;
  #state: "idle" | "reporting" | "reporting-again-after" | "stopped" = "idle";
  #isAgentAway = false;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(options: HealthReporterOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#report();
  }

  /** Ends the checks and tells the agent that the instance leaves, if the agent can be told. */
  async stop(): Promise<void> {
    this.#state = "stopped";
    this.#cancelNext();
    this.#runner?.stop();
    // A report on its way must not arrive behind the release.
    await this.#sending;
    // An agent that is away learns it from the lease.
    await this.#options.client.release(this.#options.instanceId).catch(() => undefined);
  }

  async #report(): Promise<void> {
    if (this.#state === "stopped") return;
    if (this.#state !== "idle") {
      this.#state = "reporting-again-after";
      return;
    }
    this.#state = "reporting";
    this.#cancelNext();
    const sending = this.#send();
    this.#sending = sending;
    const isHeard = await sending;
    this.#next(isHeard ? heartbeatMs : retryMs);
  }

  #next(delayMs: number): void {
    const again = this.#state === "reporting-again-after";
    if (this.#state === "stopped") return;
    this.#state = "idle";
    if (again && delayMs === heartbeatMs) void this.#report();
    else this.#cancelNext = this.#options.clock.after(delayMs, () => void this.#report());
  }

  async #send(): Promise<boolean> {
    const { client, instanceId, logger } = this.#options;
    try {
      const checks = this.#runner?.reports() ?? [];
      const { instance } = await client.reportHealth(instanceId, { checks, lease_ms: leaseMs });
      if (this.#isAgentAway) logger.info("the agent is back", { instance: instanceId });
      this.#isAgentAway = false;
      if (instance) this.#adopt(instance);
      return true;
    } catch (cause) {
      if (!this.#isAgentAway)
        logger.warn("the agent is away; the sidecar keeps what it has", {
          instance: instanceId,
          cause: String(cause),
        });
      this.#isAgentAway = true;
      return false;
    }
  }

  #adopt({ checks }: ApiInstance): void {
    const described = JSON.stringify(checks);
    if (described === this.#checks || this.#state === "stopped") return;
    this.#checks = described;
    this.#runner?.stop();
    const { probe, clock, random } = this.#options;
    this.#runner = startCheckRunner({
      checks: checks.map(toDefinition),
      probe,
      clock,
      random,
      onStatus: () => void this.#report(),
    });
  }
}

function toDefinition({ target, ...check }: ApiCheck): CheckDefinition {
  const timing = {
    id: check.id,
    intervalMs: check.interval_ms,
    timeoutMs: check.timeout_ms,
    successBeforePassing: check.success_before_passing,
    failuresBeforeCritical: check.failures_before_critical,
  };
  return target.type === "http"
    ? { ...timing, type: "http", http: { url: target.url, method: target.method, headers: {} } }
    : { ...timing, type: "tcp", tcp: { host: target.host, port: target.port } };
}
