import type { CancelTimer, Clock } from "../platform/clock.ts";
import { applyCatalog } from "./apply-catalog.ts";
import type { CatalogCommand } from "./apply-catalog.ts";
import { emptyCatalog } from "./catalog-state.ts";
import type { CatalogState } from "./catalog-state.ts";
import { changedInstances, instanceHealth, nextExpiry } from "./instance-health.ts";
import type { InstanceHealth } from "./instance-health.ts";

export interface CatalogOptions {
  readonly clock: Clock;
  /** Called within `apply` or a timer, after the state has changed, with ids in sorted order. Must not throw. */
  readonly onChange: (instanceIds: readonly string[]) => void;
  /** What it begins with; nothing unless given. */
  readonly initial?: CatalogState;
}

/** The running state of the mesh's instances, in memory. */
export interface Catalog {
  state(): CatalogState;
  health(instanceId: string, expectedCheckIds: readonly string[]): InstanceHealth;
  apply(command: CatalogCommand): void;
  /** Leases no longer expire, and no `onChange` follows from them. */
  stop(): void;
}

/** Commands, and time: leases expire by themselves. */
export function createCatalog({ clock, onChange, initial = emptyCatalog() }: CatalogOptions): Catalog {
  let state = initial;
  let wakeAtMs = Number.POSITIVE_INFINITY;
  let cancelWake: CancelTimer = () => undefined;

  function apply(command: CatalogCommand): void {
    const before = state;
    state = applyCatalog(before, command, clock.now());
    if (command.kind === "report") wakeBy(clock.now() + command.leaseMs);
    const changed = changedInstances(before, state);
    if (changed.length > 0) onChange(changed);
  }

  /** Renewed leases leave the timer alone: it then fires early and finds the next expiry, once for all of them. */
  function wakeBy(atMs: number): void {
    if (atMs >= wakeAtMs) return;
    cancelWake();
    wakeAtMs = atMs;
    cancelWake = clock.after(atMs - clock.now(), expire);
  }

  function expire(): void {
    wakeAtMs = Number.POSITIVE_INFINITY;
    apply({ kind: "expire" });
    wakeAtNextExpiry();
  }

  function wakeAtNextExpiry(): void {
    const next = nextExpiry(state);
    if (next !== undefined) wakeBy(next);
  }

  wakeAtNextExpiry();
  return {
    state: () => state,
    health: (instanceId, expectedCheckIds) =>
      instanceHealth(state, { instanceId, expectedCheckIds, nowMs: clock.now() }),
    apply,
    stop: () => cancelWake(),
  };
}
