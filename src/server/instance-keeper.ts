import type { CatalogState } from "../catalog/catalog-state.ts";
import { rememberedInstances } from "../catalog/remembered-instance.ts";
import type { RememberedInstance } from "../catalog/remembered-instance.ts";
import type { CancelTimer, Clock } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";

/** Changes come in crowds, when a mesh starts or a machine fails; whoever kills the agent loses no more than this. */
export const saveDelayMs = 100;

export interface InstanceStore {
  /** @throws Error when what is kept is damaged */
  instances(): readonly RememberedInstance[];
  /** @throws Error when it cannot be kept */
  saveInstances(instances: readonly RememberedInstance[]): void;
}

export interface Remembering {
  readonly store: InstanceStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The instances as an agent before this one knew them. A damaged record is logged and counts for nothing. */
export function recallInstances({
  store,
  logger,
}: Pick<Remembering, "store" | "logger">): readonly RememberedInstance[] {
  try {
    return store.instances();
  } catch (cause) {
    logger.warn("how the instances were before the start is not known", { cause: String(cause) });
    return [];
  }
}

/** Keeps a catalog for the agent that comes after this one. */
export class InstanceKeeper {
  readonly #options: Remembering;
  #unsaved: CatalogState | undefined;
  #cancel: CancelTimer = () => undefined;
  #failed = false;

  constructor(options: Remembering) {
    this.#options = options;
  }

  /** Within {@link saveDelayMs}. */
  keep(state: CatalogState): void {
    if (!this.#unsaved) this.#cancel = this.#options.clock.after(saveDelayMs, () => this.#save());
    this.#unsaved = state;
  }

  /** Saves what has not been saved, and keeps nothing more. */
  stop(): void {
    this.#cancel();
    this.#save();
  }

  /** A disk that is full is told once, and again after it had room. */
  #save(): void {
    if (!this.#unsaved) return;
    const { store, logger } = this.#options;
    try {
      store.saveInstances(rememberedInstances(this.#unsaved));
      this.#failed = false;
    } catch (cause) {
      if (!this.#failed) logger.warn("how the instances are cannot be kept", { cause: String(cause) });
      this.#failed = true;
    }
    this.#unsaved = undefined;
  }
}
