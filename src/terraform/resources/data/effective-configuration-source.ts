import type { DataSource } from "../../framework/provider.ts";
import { ofType } from "../../framework/schema.ts";
import { ctyList, ctyNumber, ctyObject, ctyString } from "../../wire/value/cty-type.ts";
import type { CtyValue } from "../../wire/value/cty-value.ts";
import type { MeshConnection } from "../connection.ts";
import { givenText, readFromAgent } from "./read-from-agent.ts";

/** `mesh_effective_configuration`: what holds for a service once everything that may say it is merged. */
export const effectiveConfigurationSource: DataSource<MeshConnection> = {
  schema: {
    version: 0,
    description: "The settings of a service as they hold after merging, each with the line that gives it.",
    attributes: {
      service: { description: "The service's name.", presence: "required", shape: ofType(ctyString) },
      settings: {
        description:
          "Each setting: `of` the service itself, of one of its upstreams or of how callers reach it; its name and its `value` as JSON, `null` where Envoy's own ways hold; and the `file` and `line` that give it, `null` for a default. Sensitive values are replaced. Empty for a service that is not declared.",
        presence: "computed",
        shape: ofType(
          ctyList(
            ctyObject({
              of: ctyString,
              setting: ctyString,
              value: ctyString,
              file: ctyString,
              line: ctyNumber,
            }),
          ),
        ),
      },
    },
  },
  read: (context) =>
    readFromAgent(context, async (client) => {
      const { settings } = await client.settings(givenText(context.config, "service") ?? "");
      return {
        settings: settings.map(
          ({ of, setting, value, declared_at: place }) =>
            new Map<string, CtyValue>([
              ["of", of],
              ["setting", setting],
              ["value", value === undefined ? null : JSON.stringify(value)],
              ["file", place?.file ?? null],
              ["line", place?.line ?? null],
            ]),
        ),
      };
    }),
};
