import { posix } from "node:path";
import type { SetDocumentsResponse, SetResponse } from "../../../client/api-types.ts";
import { ctyObject } from "../../wire/value/cty-type.ts";
import type { CtyMap, CtyValue } from "../../wire/value/cty-value.ts";
import { documentSchema } from "./document-schema.ts";
import { shownEntries } from "./shown-entries.ts";

/**
 * The state of a set that is in force. Where its documents came from is what their names say, and its variables stay
 * with the agent: a configuration that means the same set is no change to it.
 */
export function importedState(
  set: string,
  { set_revision, entries }: SetResponse,
  { documents, files }: SetDocumentsResponse,
): CtyMap {
  const texts = new Map([
    ...documents.map(
      ({ filename, text, module }) => [posix.join(module ?? "", posix.basename(filename)), text] as const,
    ),
    ...files.flatMap(({ path, base64 }) =>
      base64 === undefined ? [] : [[path, Buffer.from(base64, "base64").toString("utf8")] as const],
    ),
  ]);
  const given: Readonly<Record<string, CtyValue>> = {
    set,
    source: sourceOf(documents),
    files: texts,
    variables: { kind: "typed", type: ctyObject({}), value: new Map() },
    wait_for_proxies: true,
    changes: [],
    entries: shownEntries(entries),
    revision: set_revision,
  };
  return documentState(given);
}

/** A state with what is known of it. */
export function documentState(given: Readonly<Record<string, CtyValue>>): CtyMap {
  const names = Object.keys(documentSchema.attributes);
  return new Map(names.map((name) => [name, given[name] ?? null]));
}

/** The one document, or the folder that all lie in. */
function sourceOf(documents: SetDocumentsResponse["documents"]): string {
  const [first, second] = documents.filter(({ module }) => module === undefined);
  if (!first) return ".";
  return second ? posix.dirname(first.filename) : first.filename;
}
