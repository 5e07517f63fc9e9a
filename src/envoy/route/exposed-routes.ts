import type { Instance } from "../../graph/mesh-graph.ts";
import type { ExposedPath } from "../../graph/service-settings.ts";
import { defineResource } from "../define-resource.ts";
import { exposedApplicationCluster, exposedName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";

/** Exactly the exposed paths; whatever else is asked for is not found. */
export function exposedRoutes(
  { service }: Instance,
  paths: readonly [ExposedPath, ...ExposedPath[]],
): Resource {
  const [{ listenerPort }] = paths;
  const name = exposedName(service, listenerPort);
  return defineResource({
    name,
    typeUrl: typeUrls.route,
    message: {
      name,
      virtual_hosts: [
        {
          name,
          domains: ["*"],
          routes: paths.map((exposed) => ({
            name,
            match: { path: exposed.path },
            route: { cluster: exposedApplicationCluster(exposed) },
          })),
        },
      ],
    },
    origins: paths.map(({ range }) => range),
  });
}
