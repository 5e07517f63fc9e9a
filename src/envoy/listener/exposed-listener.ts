import type { Instance, MeshSettings } from "../../graph/mesh-graph.ts";
import type { ExposedPath } from "../../graph/service-settings.ts";
import { defineResource } from "../define-resource.ts";
import { exposedName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { httpConnectionManager } from "./http-connection-manager.ts";
import { listenOn } from "./listen-on.ts";

/** Where certain paths of an instance are reached in clear text, by those who have no identity in the mesh. */
export function exposedListener(
  instance: Instance,
  paths: readonly [ExposedPath, ...ExposedPath[]],
  settings: MeshSettings,
): Resource {
  const [{ listenerPort }] = paths;
  const name = exposedName(instance.service, listenerPort);
  return defineResource({
    name,
    typeUrl: typeUrls.listener,
    message: {
      name,
      ...listenOn(instance.bind.address, listenerPort),
      traffic_direction: "INBOUND",
      filter_chains: [
        {
          name,
          filters: [
            httpConnectionManager({
              routeConfigName: name,
              filters: [],
              callerCertificate: { forward_client_cert_details: "SANITIZE" },
              normalization: settings.requestNormalization,
            }),
          ],
        },
      ],
    },
    origins: paths.map(({ range }) => range),
  });
}
