import type { IntentionRule } from "../../graph/intention-rule.ts";
import type { MeshGraph, MeshSettings, Service } from "../../graph/mesh-graph.ts";
import type { SubjectAltNameMatcher } from "../gen/envoy.extensions.transport_sockets.tls.v3.ts";
import { nobodySpiffeId, spiffeId, trustDomainPrefix } from "../names.ts";

/**
 * The certificates with which somebody may connect to a tcp service at all.
 *
 * Envoy's network RBAC judges a connection by its first byte from the caller, when the application has been connected
 * to already: a protocol in which the server speaks first would show a denied caller its greeting. So the handshake
 * itself admits only those whom the intentions allow. Where everybody but some may call, everybody is every service
 * that the mesh declares, since no other identity exists.
 */
export function allowedCallers(graph: MeshGraph, service: Service): readonly SubjectAltNameMatcher[] {
  const { settings } = graph;
  const rules = graph.intentions.get(service.name) ?? [];
  const catchAll = rules.find(({ source }) => source === "*");
  // A rule for every source hides the less precise ones behind it.
  const precise = catchAll ? rules.slice(0, rules.indexOf(catchAll)) : rules;
  const isOpen = (catchAll ? actionOf(catchAll) : settings.defaultIntentionPolicy) === "allow";
  const denied = precise.filter((rule) => actionOf(rule) === "deny").map(({ source }) => source);
  if (isOpen && denied.length === 0) return anyWorkload(settings);
  const allowed = isOpen
    ? [...graph.services.keys()].filter((source) => !denied.includes(source))
    : precise.filter((rule) => actionOf(rule) === "allow").map(({ source }) => source);
  const ids =
    allowed.length > 0 ? allowed.map((source) => spiffeId(settings, source)) : [nobodySpiffeId(settings)];
  return ids.map((exact) => ({ san_type: "URI", matcher: { exact } }));
}

/** Every workload of the trust domain. */
export function anyWorkload(settings: MeshSettings): readonly SubjectAltNameMatcher[] {
  return [{ san_type: "URI", matcher: { prefix: trustDomainPrefix(settings) } }];
}

/**
 * Permissions and tokens judge requests, which tcp has none of: a check refuses them, and nothing is let through by
 * them. Who is only audited gets in, to be judged and let through.
 */
function actionOf({ decision, enforcement }: IntentionRule): "allow" | "deny" {
  if (enforcement === "audit") return "allow";
  return decision.kind === "action" && decision.tokens.length === 0 ? decision.action : "deny";
}
