import type { BlockSchema, BodySchema } from "../language/body.ts";
import { entryKinds, kindsNotYet, schemaOfKind } from "./schema.ts";
import type { EntryKind } from "./schema.ts";

/** Block type → kind, for the kinds a schema describes. */
export const kindOfBlock: ReadonlyMap<string, EntryKind> = new Map(
  entryKinds.map((kind) => [schemaOfKind(kind).schema["x-mesh-block"] ?? kind, kind]),
);

/** Blocks of the language that nothing renders yet: recognised, so that the message can say so instead of guessing. */
const notYetSupported: readonly BlockSchema[] = [
  ...kindsNotYet.map((kind) => ({
    type: schemaOfKind(kind).schema["x-mesh-block"] ?? kind,
    labelNames: ["name"],
  })),
  { type: "ingress_gateway", labelNames: ["name"] },
  { type: "terminating_gateway", labelNames: ["name"] },
  { type: "api_gateway", labelNames: ["name"] },
  { type: "mesh_gateway", labelNames: ["name"] },
  { type: "http_route", labelNames: ["name"] },
  { type: "tcp_route", labelNames: ["name"] },
  { type: "certificate", labelNames: ["name"] },
  { type: "external_service", labelNames: ["name"] },
];

/** What a document holds at its top. */
export const rootSchema: BodySchema = {
  attributes: [],
  blocks: [
    { type: "variable", labelNames: ["name"] },
    { type: "locals", labelNames: [] },
    { type: "module", labelNames: ["name"] },
    { type: "output", labelNames: ["name"] },
    ...[...kindOfBlock].map(([type, kind]) => ({
      type,
      labelNames: schemaOfKind(kind).schema["x-mesh-label"] === undefined ? [] : ["name"],
    })),
    ...notYetSupported,
  ],
};

/** The names a document of ours may begin with: how a foreign file in a directory is told apart. */
export const topLevelBlockTypes: readonly string[] = rootSchema.blocks.map(({ type }) => type);

export function isNotYetSupported(blockType: string): boolean {
  return notYetSupported.some(({ type }) => type === blockType);
}
