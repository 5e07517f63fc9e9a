import { durationMs } from "../../config/duration.ts";
import type { EntryOf } from "../../config/entry.ts";
import type { JsonWebKeySet, JwtLocation, RemoteKeySet, TrustedCa } from "../../config/gen/entries.ts";
import type {
  JwtProvider,
  KeySource,
  RemoteKeys,
  TokenLocation,
  TrustedAuthorities,
} from "../jwt-provider.ts";
import { keySetText } from "../key-set.ts";
import { Recollection } from "../recollection.ts";

/** What holds where a document says 0, as in Consul's exports, or nothing. */
const defaultClockSkewSeconds = 30;
const defaultRequestTimeoutMs = 1_000;

/** The first and the longest pause between attempts to fetch keys, unless the document says otherwise. */
export const fetchBackOff = { base: "1s", max: "10s" } as const;

/** The issuers of tokens, by name. */
export function linkJwtProviders(
  entries: ReadonlyMap<string, EntryOf<"jwt-provider">>,
): ReadonlyMap<string, JwtProvider> {
  return new Map([...entries].map(([name, entry]) => [name, linkJwtProvider(entry)]));
}

const linked = new Recollection<JwtProvider>();

function linkJwtProvider(entry: EntryOf<"jwt-provider">): JwtProvider {
  return linked.recall({ owner: entry }, [], () => completeProvider(entry));
}

function completeProvider({ value, range }: EntryOf<"jwt-provider">): JwtProvider {
  const { forwarding, locations = [] } = value;
  return {
    name: value.name,
    issuer: value.issuer,
    audiences: value.audiences ?? [],
    keys: keySourceOf(value.json_web_key_set),
    locations: locations.flatMap(locationOf),
    keepsToken: locations.some(({ header }) => header?.forward === true),
    payloadHeader:
      forwarding?.header_name === undefined
        ? undefined
        : { name: forwarding.header_name, padded: forwarding.pad_forward_payload_header ?? false },
    clockSkewSeconds: value.clock_skew_seconds || defaultClockSkewSeconds,
    cacheSize: value.cache_config?.size ?? 0,
    range,
  };
}

/** A key set without any source is reported by a check. */
function keySourceOf({ local, remote }: JsonWebKeySet): KeySource {
  if (remote?.uri !== undefined) return { kind: "remote", remote: remoteKeysOf(remote.uri, remote) };
  if (local?.filename !== undefined) return { kind: "file", filename: local.filename };
  return { kind: "inline", keySet: keySetText(local?.jwks ?? "") ?? "" };
}

function remoteKeysOf(uri: string, remote: RemoteKeySet): RemoteKeys {
  const { retry_policy: retries, jwks_cluster: cluster } = remote;
  return {
    uri,
    requestTimeoutMs: remote.request_timeout_ms || defaultRequestTimeoutMs,
    cacheDurationMs: durationMs(remote.cache_duration ?? "5m"),
    opensBeforeKeys: remote.fetch_asynchronously ?? false,
    retries: {
      count: retries?.num_retries ?? 0,
      baseIntervalMs: durationMs(retries?.retry_policy_back_off?.base_interval ?? fetchBackOff.base),
      maxIntervalMs: durationMs(retries?.retry_policy_back_off?.max_interval ?? fetchBackOff.max),
    },
    connection: {
      discovery: cluster?.discovery_type ?? "STRICT_DNS",
      connectTimeoutMs: durationMs(cluster?.connect_timeout ?? "5s"),
      namesHost: remote.use_sni ?? false,
      trustedAuthorities: trustedAuthoritiesOf(cluster?.tls_certificates?.trusted_ca),
    },
  };
}

function trustedAuthoritiesOf(trusted: TrustedCa | undefined): TrustedAuthorities | undefined {
  if (trusted?.inline_string !== undefined) return { kind: "text", pem: trusted.inline_string };
  if (trusted?.inline_bytes !== undefined) return { kind: "bytes", base64: trusted.inline_bytes };
  if (trusted?.filename !== undefined) return { kind: "file", filename: trusted.filename };
  if (trusted?.environment_variable !== undefined)
    return { kind: "environment", variable: trusted.environment_variable };
  return undefined;
}

function locationOf({ header, query_param, cookie }: JwtLocation): readonly TokenLocation[] {
  if (header) return [{ kind: "header", name: header.name, prefix: header.value_prefix ?? "" }];
  if (query_param) return [{ kind: "query", name: query_param.name, prefix: "" }];
  return cookie ? [{ kind: "cookie", name: cookie.name, prefix: "" }] : [];
}
