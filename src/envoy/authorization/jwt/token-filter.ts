import type { IntentionRule } from "../../../graph/intention-rule.ts";
import type { JwtProvider } from "../../../graph/jwt-provider.ts";
import type { MeshGraph, Service } from "../../../graph/mesh-graph.ts";
import { Recollection } from "../../../graph/recollection.ts";
import type { JwtRequirement } from "../../gen/envoy.extensions.filters.http.jwt_authn.v3.ts";
import type { HttpFilter } from "../../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { providerConfig } from "./provider-config.ts";

/** The filter, and the namespace of what it finds out about a request. */
export const tokenFilter = "envoy.filters.http.jwt_authn";

/** The providers whose tokens the intentions about a service ask for, sorted by name. */
export function providersOf(
  { intentions, jwtProviders }: MeshGraph,
  service: Service,
): readonly JwtProvider[] {
  const rules = intentions.get(service.name);
  return rules ? namesIn(rules).flatMap((name) => jwtProviders.get(name) ?? []) : [];
}

const names = new Recollection<readonly string[]>();

function namesIn(rules: readonly IntentionRule[]): readonly string[] {
  return names.recall({ owner: rules }, [], () => [...new Set(rules.flatMap(namesInRule))].sort());
}

/**
 * Verifies whatever tokens a request brings, and refuses nothing: which requests need which token depends on the caller
 * and on the permission, and is decided together with them. Nothing when no provider is asked for.
 *
 * The providers are part of the listener, since Envoy takes them nowhere else; what is asked of their tokens is not.
 */
export function tokenFilters(providers: readonly JwtProvider[]): readonly HttpFilter[] {
  const [first, ...rest] = providers.map(({ name }) => verifiedIfThere(name));
  if (!first) return [];
  return [
    {
      name: tokenFilter,
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication",
        providers: Object.fromEntries(providers.map((provider) => [provider.name, providerConfig(provider)])),
        rules: [
          {
            match: { prefix: "/" },
            requires: rest.length === 0 ? first : { requires_all: { requirements: [first, ...rest] } },
          },
        ],
      },
    },
  ];
}

/** By name, so that each provider notes why it did not accept a token. */
function verifiedIfThere(provider: string): JwtRequirement {
  return { requires_any: { requirements: [{ provider_name: provider }, { allow_missing_or_failed: {} }] } };
}

function namesInRule({ decision }: IntentionRule): readonly string[] {
  const tokens =
    decision.kind === "action" ? decision.tokens : decision.permissions.flatMap(({ tokens: own }) => own);
  return tokens.flatMap(({ anyOf }) => anyOf.map(({ provider }) => provider));
}
