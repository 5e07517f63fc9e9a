import type { CompiledMesh } from "../../src/compile.ts";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import type { RenderedProxy } from "../../src/envoy/render-proxy.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { compiledMesh } from "../support/check-document.ts";
import type { Documents } from "../support/check-document.ts";

export function proxyOf(id: string, { proxies }: CompiledMesh): RenderedProxy {
  const found = proxies.find((proxy) => proxy.id === `${id}-sidecar-proxy`);
  if (!found) throw new Error(`no proxy beside ${id} among ${proxies.map((proxy) => proxy.id).join(", ")}`);
  return found;
}

/** Everything the sidecar of an instance is told, secrets apart, while every instance is well. */
export function resourcesOf(instanceId: string, documents: Documents): readonly Resource[] {
  const mesh = compiledMesh(documents);
  const proxy = proxyOf(instanceId, mesh);
  const endpoints = renderEndpoints(mesh.graph, { healthOf: () => "passing" });
  return [...proxy.resources, ...proxy.viewKeys.flatMap((key) => endpoints.get(key) ?? [])];
}

/** A resource as it is written in a golden. */
export function written({ typeUrl, message }: Resource): object {
  return { "@type": typeUrl, ...message };
}

export function namedResource(resources: readonly Resource[], typeUrl: string, name: string): Resource {
  const found = resources.find((resource) => resource.typeUrl === typeUrl && resource.name === name);
  if (!found)
    throw new Error(`no ${typeUrl} ${name} among ${resources.map((resource) => resource.name).join(", ")}`);
  return found;
}
