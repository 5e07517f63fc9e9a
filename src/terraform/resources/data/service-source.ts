import type { DataSource } from "../../framework/provider.ts";
import { ofType } from "../../framework/schema.ts";
import { ctyList, ctyObject, ctyString } from "../../wire/value/cty-type.ts";
import type { CtyValue } from "../../wire/value/cty-value.ts";
import type { MeshConnection } from "../connection.ts";
import { readFromAgent } from "./read-from-agent.ts";

/** `mesh_service`: the instances of a service and how they are. */
export const serviceSource: DataSource<MeshConnection> = {
  schema: {
    version: 0,
    description: "The instances of a service, as they are declared and as they are.",
    attributes: {
      name: { description: "The service's name.", presence: "required", shape: ofType(ctyString) },
      instances: {
        description:
          "The instances, with the `id` of each and its `health`: `passing`, `warning`, `critical` or `unknown`. Empty for a service that is not declared.",
        presence: "computed",
        shape: ofType(ctyList(ctyObject({ id: ctyString, proxy: ctyString, health: ctyString }))),
      },
    },
  },
  read: (context) =>
    readFromAgent(context, async (client) => {
      const given = context.config.get("name");
      const name = typeof given === "string" ? given : "";
      const [{ instances }, { proxies }] = await Promise.all([client.instances(name), client.status()]);
      return {
        instances: instances.map(({ id }) => {
          const proxy = proxies.find((candidate) => candidate.id === `${id}-sidecar-proxy`);
          return new Map<string, CtyValue>([
            ["id", id],
            ["proxy", proxy?.id ?? null],
            ["health", proxy?.health ?? "unknown"],
          ]);
        }),
      };
    }),
};
