import { ofType } from "../../framework/schema.ts";
import type { Attribute } from "../../framework/schema.ts";
import type { DataSource } from "../../framework/provider.ts";
import { ctyBool, ctyList, ctyNumber, ctyString } from "../../wire/value/cty-type.ts";
import type { CtyType } from "../../wire/value/cty-type.ts";
import type { CtyValue } from "../../wire/value/cty-value.ts";
import type { MeshConnection } from "../connection.ts";
import { readFromAgent } from "./read-from-agent.ts";

const computed = (type: CtyType, description: string): Attribute => ({
  description,
  presence: "computed",
  shape: ofType(type),
});

/** `mesh_revision`: what is in force, and which proxies have it. */
export const revisionSource: DataSource<MeshConnection> = {
  schema: {
    version: 0,
    description: "The revision of the mesh that is in force, and how its proxies stand to it.",
    attributes: {
      revision: computed(ctyNumber, "Counts the applies; 0 before the first."),
      sets: computed(ctyList(ctyString), "The names of the sets in force, sorted."),
      datacenter: computed(ctyString, "The mesh's datacenter."),
      trust_domain: computed(ctyString, "The mesh's trust domain."),
      is_settled: computed(ctyBool, "Whether every connected proxy has this revision."),
      proxies: {
        description: "Every proxy that is declared.",
        presence: "computed",
        shape: {
          kind: "nested",
          mode: "list",
          attributes: {
            id: computed(ctyString, "Its name."),
            service: computed(ctyString, "The service that it stands before."),
            is_connected: computed(ctyBool, "Whether it is connected to the agent."),
            acknowledged_revision: computed(
              ctyNumber,
              "The last revision that it has in full; null before the first.",
            ),
            health: computed(ctyString, "`passing`, `warning`, `critical` or `unknown`."),
            rejection: computed(ctyString, "Why it refused its configuration; null when it did not."),
          },
        },
      },
    },
  },
  read: (context) =>
    readFromAgent(context, async (client) => {
      const { revision, sets, datacenter, trust_domain, proxies } = await client.status();
      const isSettled = proxies.every(
        ({ connected, acknowledged_revision }) => !connected || acknowledged_revision === revision,
      );
      return {
        revision,
        sets,
        datacenter,
        trust_domain,
        is_settled: isSettled,
        proxies: proxies.map(
          (proxy) =>
            new Map<string, CtyValue>([
              ["id", proxy.id],
              ["service", proxy.service],
              ["is_connected", proxy.connected],
              ["acknowledged_revision", proxy.acknowledged_revision ?? null],
              ["health", proxy.health],
              ["rejection", proxy.rejection?.message ?? null],
            ]),
        ),
      };
    }),
};
