import type { EntryOf } from "../../config/entry.ts";
import type { Protocol } from "../mesh-graph.ts";
import type { EntryIndex } from "./entry-index.ts";

/** What a service speaks, and the entry that says so; without an entry it is what everything speaks. */
export interface ProtocolSource {
  readonly protocol: Protocol;
  readonly entry: EntryOf<"service"> | EntryOf<"service-defaults"> | EntryOf<"proxy-defaults"> | undefined;
}

/**
 * The protocol of a service: what its service-defaults or itself say (a check compares the two), else what
 * proxy-defaults say for all, else tcp. Source: Consul's discovery chain.
 */
export function protocolOf(
  name: string,
  {
    services,
    serviceDefaults,
    proxyDefaults,
  }: Pick<EntryIndex, "services" | "serviceDefaults" | "proxyDefaults">,
): ProtocolSource {
  const defaults = serviceDefaults.get(name);
  if (defaults?.value.protocol !== undefined) return { protocol: defaults.value.protocol, entry: defaults };
  const service = services.get(name);
  if (service?.value.protocol !== undefined) return { protocol: service.value.protocol, entry: service };
  const forAll = proxyDefaults?.value.config?.protocol;
  if (forAll !== undefined) return { protocol: forAll, entry: proxyDefaults };
  return { protocol: "tcp", entry: undefined };
}

/** Whether nothing that may have said otherwise is broken. */
export function protocolIsKnown(name: string, index: EntryIndex): boolean {
  return (
    !index.isBroken("service", name) &&
    !index.isBroken("service-defaults", name) &&
    !index.isBroken("proxy-defaults", "proxy-defaults")
  );
}
