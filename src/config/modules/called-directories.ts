import type { Body, BodySchema } from "../../language/body.ts";
import { moduleSource } from "./module-source.ts";

const modulesOnly: BodySchema = { attributes: [], blocks: [{ type: "module", labelNames: ["name"] }] };
const sourceOnly: BodySchema = { attributes: [{ name: "source", required: false }], blocks: [] };

/** The folders of the modules that a document of the folder `from` calls: what has to be read before it is decoded. */
export function calledDirectories(body: Body, from: string): readonly string[] {
  return body.partialContent(modulesOnly).value.blocks.flatMap((block) => {
    const source = block.body.partialContent(sourceOnly).value.attributes.get("source");
    const found = source && moduleSource(source, from);
    return found?.kind === "folder" ? [found.directory] : [];
  });
}
