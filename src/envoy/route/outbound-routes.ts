import type { DiscoveryChain } from "../../graph/discovery-chain.ts";
import type { MeshSettings } from "../../graph/mesh-graph.ts";
import { defineResource } from "../define-resource.ts";
import { outboundName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { chainRoutes } from "./chain-routes.ts";

/** Where an upstream's requests go, and how. */
export function outboundRoutes(chain: DiscoveryChain, settings: MeshSettings): Resource {
  const name = outboundName(chain.service);
  return defineResource({
    name,
    typeUrl: typeUrls.route,
    message: {
      name,
      virtual_hosts: [
        {
          name,
          domains: ["*"],
          routes: chainRoutes(chain, settings),
        },
      ],
      // The gate on acknowledged clusters is the agent's; Envoy's own check, unless the mesh asks for it, would only refuse
      // a whole revision over one.
      validate_clusters: settings.validatesClusters,
    },
    origins: chain.origins,
  });
}
