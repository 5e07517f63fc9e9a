import type { JwtProvider, KeySource, RemoteKeys } from "../../../graph/jwt-provider.ts";
import { seconds } from "../../duration.ts";
import type * as jwt from "../../gen/envoy.extensions.filters.http.jwt_authn.v3.ts";
import { keySetClusterName, tokenFailureKey, tokenPayloadKey } from "../../names.ts";

/** A provider as Envoy's token filter knows it. */
export function providerConfig(provider: JwtProvider): jwt.JwtProvider {
  const { name, locations, payloadHeader, cacheSize } = provider;
  const headers = locations.filter(({ kind }) => kind === "header");
  const parameters = locations.filter(({ kind }) => kind === "query");
  const cookies = locations.filter(({ kind }) => kind === "cookie");
  return {
    issuer: provider.issuer,
    ...(provider.audiences.length > 0 && { audiences: provider.audiences }),
    ...keysOf(name, provider.keys),
    ...(headers.length > 0 && {
      from_headers: headers.map((header) => ({
        name: header.name,
        ...(header.prefix !== "" && { value_prefix: header.prefix }),
      })),
    }),
    ...(parameters.length > 0 && { from_params: parameters.map((parameter) => parameter.name) }),
    ...(cookies.length > 0 && { from_cookies: cookies.map((cookie) => cookie.name) }),
    ...(provider.keepsToken && { forward: true }),
    ...(payloadHeader && {
      forward_payload_header: payloadHeader.name,
      ...(payloadHeader.padded && { pad_forward_payload_header: true }),
    }),
    clock_skew_seconds: provider.clockSkewSeconds,
    ...(cacheSize > 0 && { jwt_cache_config: { jwt_cache_size: cacheSize } }),
    payload_in_metadata: tokenPayloadKey(name),
    failed_status_in_metadata: tokenFailureKey(name),
  };
}

function keysOf(provider: string, keys: KeySource): Pick<jwt.JwtProvider, "local_jwks" | "remote_jwks"> {
  switch (keys.kind) {
    case "inline":
      return { local_jwks: { inline_string: keys.keySet } };
    case "file":
      return { local_jwks: { filename: keys.filename } };
    case "remote":
      return { remote_jwks: remoteKeys(provider, keys.remote) };
  }
}

/** Keys are fetched before requests need them, and again when they are due. */
function remoteKeys(provider: string, remote: RemoteKeys): jwt.RemoteJwks {
  const { retries } = remote;
  return {
    http_uri: {
      uri: remote.uri,
      cluster: keySetClusterName(provider),
      timeout: seconds(remote.requestTimeoutMs),
    },
    cache_duration: seconds(remote.cacheDurationMs),
    async_fetch: { fast_listener: remote.opensBeforeKeys },
    ...(retries.count > 0 && {
      retry_policy: {
        num_retries: retries.count,
        retry_back_off: {
          base_interval: seconds(retries.baseIntervalMs),
          max_interval: seconds(retries.maxIntervalMs),
        },
      },
    }),
  };
}
