import { suggestName } from "../diagnostics/suggest.ts";
import type { Block, Body } from "../language/body.ts";
import type { BrokenEntry } from "./decoded-documents.ts";
import { metaArguments } from "./expansion/repetition.ts";
import { kindOfBlock, rootSchema, topLevelBlockTypes } from "./root-schema.ts";
import { entryKinds } from "./schema.ts";

/**
 * The blocks at the top of a document whose type nobody knows, as blocks of the type that was probably meant; of their
 * own where there is no telling. That they are strangers is told by whoever reads the document.
 */
export function misspeltBlocks(body: Body): readonly Block[] {
  const strangers = body.itemNames().filter((name) => !topLevelBlockTypes.includes(name));
  return strangers.flatMap((name) => {
    const meant = suggestName(name, topLevelBlockTypes);
    const labelNames = rootSchema.blocks.find(({ type }) => type === meant)?.labelNames ?? ["name"];
    const { value } = body.partialContent({ attributes: [], blocks: [{ type: name, labelNames }] });
    return [...value.blocks, ...value.unnamed].map((block) => ({ ...block, type: meant ?? name }));
  });
}

/** What such a block would have declared, so that nobody complains of its absence. */
export function declaredByMisspelt({ type, labels, body, headerRange }: Block): readonly BrokenEntry[] {
  const kind = kindOfBlock.get(type);
  const kinds = kind ? [kind] : topLevelBlockTypes.includes(type) ? [] : entryKinds;
  const renaming = ["name", ...metaArguments.map(({ name }) => name)];
  const isRenamed = body.itemNames().some((name) => renaming.includes(name));
  return kinds.map((declared) => ({
    kind: declared,
    name: isRenamed ? undefined : labels[0]?.text,
    range: headerRange,
  }));
}
