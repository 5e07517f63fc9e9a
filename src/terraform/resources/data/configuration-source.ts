import type { DataSource } from "../../framework/provider.ts";
import { ofType } from "../../framework/schema.ts";
import { ctyMap, ctyNumber, ctyString } from "../../wire/value/cty-type.ts";
import type { MeshConnection } from "../connection.ts";
import { shownEntries } from "../document/shown-entries.ts";
import { readFromAgent } from "./read-from-agent.ts";

/** `mesh_configuration`: the entries of a set in force. */
export const configurationSource: DataSource<MeshConnection> = {
  schema: {
    version: 0,
    description: "The entries of a set that is in force, whoever applied it.",
    attributes: {
      set: {
        description: "The set's name. The provider's `set` unless given.",
        presence: "optional-computed",
        shape: ofType(ctyString),
      },
      entries: {
        description:
          'By kind and name (`service "web"`), each as JSON. Sensitive values are replaced. Empty for a set that is not there.',
        presence: "computed",
        shape: ofType(ctyMap(ctyString)),
      },
      revision: {
        description: "The revision that last changed the set; 0 when it is not there.",
        presence: "computed",
        shape: ofType(ctyNumber),
      },
    },
  },
  read: (context) =>
    readFromAgent(context, async (client, defaultSet) => {
      const given = context.config.get("set");
      const set = typeof given === "string" ? given : defaultSet;
      const { entries, set_revision } = await client.set(set);
      return { set, entries: shownEntries(entries), revision: set_revision };
    }),
};
