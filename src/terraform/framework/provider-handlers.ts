import type { ProviderHandlers } from "../wire/protocol/provider-calls.ts";
import { providerCalls } from "./calls/provider-calls.ts";
import { readCalls } from "./calls/read-calls.ts";
import { resourceCalls } from "./calls/resource-calls.ts";
import type { Provider } from "./provider.ts";
import { ProviderSession } from "./provider-session.ts";

/** One run of a provider, as the wire calls it. */
export function providerHandlers<Connection>(provider: Provider<Connection>): ProviderHandlers {
  const session = new ProviderSession(provider);
  return { ...providerCalls(session), ...resourceCalls(session), ...readCalls(session) };
}
