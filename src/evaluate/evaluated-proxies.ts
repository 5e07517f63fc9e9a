import { inboundName } from "../envoy/names.ts";
import type { RenderedProxy } from "../envoy/render-proxy.ts";
import type { Resource } from "../envoy/resource.ts";
import type { EvaluatedProxy } from "./proxy-model.ts";

/** The proxies of a compiled mesh, each with the endpoints it needs, which are given by target key. */
export function evaluatedProxies(
  proxies: readonly RenderedProxy[],
  endpoints: ReadonlyMap<string, Resource>,
): readonly EvaluatedProxy[] {
  return proxies.map(({ id, spiffeId, service, instance, resources, viewKeys }) => ({
    id,
    spiffeId,
    resources: [...resources, ...viewKeys.flatMap((key) => endpoints.get(key) ?? [])],
    reached: { address: instance.address, port: instance.sidecarPort, listener: inboundName(service) },
  }));
}
