import type { BrokenEntry, DecodedDocuments } from "../../config/decode-documents.ts";
import { entriesOfKind } from "../../config/entry.ts";
import type { EntryOf } from "../../config/entry.ts";
import type { EntryKind } from "../../config/schema.ts";

/** The entries of a set, found by name. Of entries with equal names the first counts; a check reports the others. */
export interface EntryIndex {
  readonly mesh: EntryOf<"mesh"> | undefined;
  readonly proxyDefaults: EntryOf<"proxy-defaults"> | undefined;
  readonly serviceDefaults: ReadonlyMap<string, EntryOf<"service-defaults">>;
  readonly services: ReadonlyMap<string, EntryOf<"service">>;
  readonly resolvers: ReadonlyMap<string, EntryOf<"service-resolver">>;
  readonly splitters: ReadonlyMap<string, EntryOf<"service-splitter">>;
  readonly routers: ReadonlyMap<string, EntryOf<"service-router">>;
  readonly intentions: readonly EntryOf<"service-intentions">[];
  readonly jwtProviders: ReadonlyMap<string, EntryOf<"jwt-provider">>;
  readonly all: DecodedDocuments["entries"];
  /** Whether an entry of that name was declared but is broken: what depends on it is not judged. */
  isBroken(kind: EntryKind, name: string): boolean;
}

export function indexEntries({ entries, broken }: DecodedDocuments): EntryIndex {
  const brokenKeys = new Set(broken.map(entryKey));
  // A kind with an entry whose name is not known: it may be any that nothing else declares.
  const nameless = new Set(broken.filter(({ name }) => name === undefined).map(({ kind }) => kind));
  const declared = new Set(nameless.size > 0 ? entries.map(entryKey) : []);
  return {
    mesh: entriesOfKind(entries, "mesh")[0],
    proxyDefaults: entriesOfKind(entries, "proxy-defaults")[0],
    serviceDefaults: firstByName(entriesOfKind(entries, "service-defaults")),
    services: firstByName(entriesOfKind(entries, "service")),
    resolvers: firstByName(entriesOfKind(entries, "service-resolver")),
    splitters: firstByName(entriesOfKind(entries, "service-splitter")),
    routers: firstByName(entriesOfKind(entries, "service-router")),
    intentions: entriesOfKind(entries, "service-intentions"),
    jwtProviders: firstByName(entriesOfKind(entries, "jwt-provider")),
    all: entries,
    isBroken: (kind, name) => {
      const key = entryKey({ kind, name });
      return brokenKeys.has(key) || (nameless.has(kind) && !declared.has(key));
    },
  };
}

/** One text for a kind and a name. */
export function entryKey({ kind, name }: Pick<BrokenEntry, "kind" | "name">): string {
  return `${kind}/${name ?? ""}`;
}

function firstByName<E extends { readonly name: string }>(entries: readonly E[]): ReadonlyMap<string, E> {
  const byName = new Map<string, E>();
  for (const entry of entries) if (!byName.has(entry.name)) byName.set(entry.name, entry);
  return byName;
}
