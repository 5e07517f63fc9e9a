import type { DataSource } from "../../framework/provider.ts";
import { ofType } from "../../framework/schema.ts";
import { ctyList, ctyString } from "../../wire/value/cty-type.ts";
import type { MeshConnection } from "../connection.ts";
import { readFromAgent } from "./read-from-agent.ts";

/** `mesh_ca_roots`: whom workloads of the mesh trust. */
export const caRootsSource: DataSource<MeshConnection> = {
  schema: {
    version: 0,
    description: "The certificates that workloads of the mesh trust.",
    attributes: {
      roots: {
        description: "The certificates, PEM; several while one takes the place of another.",
        presence: "computed",
        shape: ofType(ctyList(ctyString)),
      },
    },
  },
  read: (context) => readFromAgent(context, async (client) => ({ roots: (await client.roots()).roots })),
};
