import type { IntentionHttpPermission } from "../../../config/gen/entries.ts";
import type { EntryIndex } from "../../link/entry-index.ts";
import { oncePerIndex, placeAt } from "./place.ts";
import type { Place } from "./place.ts";

/** What the permissions of every intention match by. */
export const permissionMatches = oncePerIndex(
  (index: EntryIndex): readonly Place<IntentionHttpPermission>[] =>
    index.intentions.flatMap((entry) =>
      entry.value.sources.flatMap((source, position) =>
        (source.permissions ?? []).flatMap(({ http }, number) =>
          placeAt(entry, ["sources", position, "permissions", number, "http"], http),
        ),
      ),
    ),
);
