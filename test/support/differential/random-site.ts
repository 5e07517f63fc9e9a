import { defineResource } from "../../../src/envoy/define-resource.ts";
import type { Cluster } from "../../../src/envoy/gen/envoy.config.cluster.v3.ts";
import type { RouteConfiguration } from "../../../src/envoy/gen/envoy.config.route.v3.ts";
import { renderEndpoints } from "../../../src/envoy/render-proxy.ts";
import type { RenderedProxy } from "../../../src/envoy/render-proxy.ts";
import { typeUrls } from "../../../src/envoy/resource.ts";
import type { Resource } from "../../../src/envoy/resource.ts";
import { messageOf } from "../../../src/evaluate/proxy-model.ts";
import type { CompiledMesh } from "../../../src/compile.ts";
import { compileDocuments, compiledMesh } from "../check-document.ts";
import { randomMesh } from "./random-mesh.ts";
import type { RandomMesh, TakePort } from "./random-mesh.ts";
import { randomRoutes, randomRules } from "./random-routes.ts";
import { SeededRandom } from "./seeded-random.ts";

/** One random mesh with everything its proxies are told. */
export interface RandomSite extends RandomMesh {
  readonly seed: number;
  readonly mesh: CompiledMesh;
  readonly proxies: readonly RenderedProxy[];
  readonly endpoints: ReadonlyMap<string, Resource>;
  readonly random: SeededRandom;
}

/**
 * The mesh of a seed. Those of even seeds are as the compiler renders them; those of odd ones have routes and rules
 * in the place of the rendered ones that no document of today renders to.
 */
export function randomSite(seed: number, takePort: TakePort): RandomSite {
  const random = new SeededRandom(seed);
  const site = siteOf(seed, validMesh(random, takePort), random);
  return seed % 2 === 0 ? site : { ...site, proxies: withRandomRoutes(site.proxies, random) };
}

/** The site of a mesh whose document has no mistakes. */
export function siteOf(seed: number, generated: RandomMesh, random = new SeededRandom(seed)): RandomSite {
  const mesh = compiledMesh(generated.text);
  const endpoints = renderEndpoints(mesh.graph, { healthOf: () => "passing" });
  return { ...generated, seed, mesh, proxies: mesh.proxies, endpoints, random };
}

/** Now and then a document contradicts itself; the next one is taken then. */
function validMesh(random: SeededRandom, takePort: TakePort): RandomMesh {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const generated = randomMesh(random, takePort);
    if (compileDocuments(generated.text).mesh) return generated;
  }
  throw new Error("none of 200 random documents was valid");
}

function withRandomRoutes(proxies: readonly RenderedProxy[], random: SeededRandom): readonly RenderedProxy[] {
  const callers = proxies.map(({ spiffeId }) => spiffeId);
  // What several proxies share they go on sharing.
  const replaced = new Map<Resource, Resource>();
  return proxies.map((proxy) => {
    const clusters = proxy.resources
      .filter(({ typeUrl, name }) => typeUrl === typeUrls.cluster && !name.startsWith("local-application"))
      .map(({ name }) => name);
    const [first, ...others] = clusters;
    const change = (resource: Resource): Resource => {
      if (resource.typeUrl === typeUrls.cluster && random.chance(0.1)) return forSomebodyElse(resource);
      if (resource.typeUrl !== typeUrls.route) return resource;
      const routes = messageOf(typeUrls.route, resource);
      if (resource.name.startsWith("inbound~"))
        return routeResource(withRandomRules(routes, callers, random));
      return first === undefined
        ? resource
        : routeResource(randomRoutes(resource.name, [first, ...others], random));
    };
    const resources = proxy.resources.map((resource) => {
      const known = replaced.get(resource) ?? change(resource);
      replaced.set(resource, known);
      return known;
    });
    return { ...proxy, resources };
  });
}

/** A cluster that takes its instances for those of a service that does not exist. */
function forSomebodyElse(resource: Resource): Resource {
  const { name, typeUrl, message, origins } = resource;
  const text = JSON.stringify(message).replace(
    /"exact":"spiffe:[^"]*"/,
    '"exact":"spiffe://mesh.internal/nobody"',
  );
  const changed: Cluster = JSON.parse(text) as Cluster;
  return typeUrl === typeUrls.cluster
    ? defineResource({ name, typeUrl, message: changed, origins })
    : resource;
}

function withRandomRules(
  routes: RouteConfiguration,
  callers: readonly string[],
  random: SeededRandom,
): RouteConfiguration {
  const matcher = randomRules(callers, random);
  return {
    ...routes,
    virtual_hosts: (routes.virtual_hosts ?? []).map((host) => ({
      ...host,
      typed_per_filter_config: {
        ...host.typed_per_filter_config,
        "envoy.filters.http.rbac": {
          "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute" as const,
          rbac: { matcher },
        },
      },
    })),
  };
}

function routeResource(message: RouteConfiguration): Resource {
  return defineResource({ name: message.name ?? "", typeUrl: typeUrls.route, message, origins: [] });
}
