import type { FilterChain, FilterChainMatch, Listener } from "../../envoy/gen/envoy.config.listener.v3.ts";
import type { Connection } from "../condition/request-view.ts";

/**
 * The filter chain that a listener gives a connection to. Criteria are looked at one after the other, each keeping
 * the chains that name the most precise value; there is no way back from one.
 *
 * Source: envoy.config.listener.v3.FilterChainMatch
 */
export function chooseFilterChain(listener: Listener, connection: Connection): FilterChain | undefined {
  let chains = listener.filter_chains ?? [];
  for (const criterion of criteria) {
    const ranked = chains.map((chain) => ({
      chain,
      rank: criterion(chain.filter_chain_match ?? {}, connection),
    }));
    const best = Math.max(...ranked.map(({ rank }) => rank));
    chains = best < 0 ? [] : ranked.filter(({ rank }) => rank === best).map(({ chain }) => chain);
  }
  return chains[0] ?? listener.default_filter_chain;
}

/** Higher is more precise, 0 is for a chain that does not ask, below 0 for one that does not match. */
type Criterion = (match: FilterChainMatch, connection: Connection) => number;

const mismatch = -1;

const criteria: readonly Criterion[] = [
  ({ server_names = [] }, { serverName }) =>
    server_names.length === 0 ? 0 : Math.max(...server_names.map((name) => serverNameRank(name, serverName))),
  ({ transport_protocol = "" }, { isTls }) =>
    transport_protocol === "" ? 0 : transport_protocol === (isTls ? "tls" : "raw_buffer") ? 1 : mismatch,
  ({ application_protocols = [] }, connection) =>
    application_protocols.length === 0
      ? 0
      : application_protocols.some((protocol) => connection.applicationProtocols.includes(protocol))
        ? 1
        : mismatch,
];

function serverNameRank(pattern: string, name: string): number {
  // Names are at most 255 characters long.
  if (pattern === name) return 1000;
  const isWithin = pattern.startsWith("*.") && name.endsWith(pattern.slice(1));
  return isWithin ? pattern.length : mismatch;
}
