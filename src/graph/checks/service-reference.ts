import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { EntryIndex } from "../link/entry-index.ts";

/** A place where a document names a service, and perhaps a subset of it. */
export interface ServiceReference {
  readonly service: string;
  readonly subset: string | undefined;
  /** Undefined where the name is left out and the block's own service is meant. */
  readonly serviceRange: SourceRange | undefined;
  readonly subsetRange: SourceRange;
  /** What the reference is, for the message: `upstream`, `split`. */
  readonly role: string;
}

/** Every place of a set that names a service; wildcards name none. */
export function serviceReferences(index: EntryIndex): readonly ServiceReference[] {
  return [
    ...upstreamReferences(index),
    ...splitReferences(index),
    ...resolverReferences(index),
    ...intentionReferences(index),
  ];
}

function upstreamReferences(index: EntryIndex): readonly ServiceReference[] {
  return [...index.services.values()].flatMap((entry) =>
    (entry.value.upstreams ?? []).map((upstream, position) => ({
      service: upstream.destination_name,
      subset: undefined,
      serviceRange: entry.rangeAt("upstreams", position, "destination_name"),
      subsetRange: entry.rangeAt("upstreams", position),
      role: "upstream",
    })),
  );
}

function splitReferences(index: EntryIndex): readonly ServiceReference[] {
  return [...index.splitters.values()].flatMap((entry) => [
    ownName(entry.name, entry.rangeAt("name"), "splitter"),
    ...entry.value.splits.map((split, position) => ({
      service: split.service ?? entry.name,
      subset: split.service_subset,
      serviceRange: split.service === undefined ? undefined : entry.rangeAt("splits", position, "service"),
      subsetRange: entry.rangeAt("splits", position, "service_subset"),
      role: "split",
    })),
  ]);
}

function resolverReferences(index: EntryIndex): readonly ServiceReference[] {
  return [...index.resolvers.values()].flatMap((entry) => {
    const { value } = entry;
    const to = (
      path: readonly (string | number)[],
      role: string,
      reference: { readonly service?: string; readonly service_subset?: string },
    ) => ({
      service: reference.service ?? entry.name,
      subset: reference.service_subset,
      serviceRange: reference.service === undefined ? undefined : entry.rangeAt(...path, "service"),
      subsetRange: entry.rangeAt(...path, "service_subset"),
      role,
    });
    const failover = Object.entries(value.failover ?? {}).flatMap(([key, rule]) => [
      to(["failover", key], "failover", rule),
      ...(rule.targets ?? []).map((target, position) =>
        to(["failover", key, "targets", position], "failover target", target),
      ),
    ]);
    const defaultSubset =
      value.default_subset === undefined
        ? []
        : [
            {
              service: entry.name,
              subset: value.default_subset,
              serviceRange: undefined,
              subsetRange: entry.rangeAt("default_subset"),
              role: "default subset",
            },
          ];
    const redirect = value.redirect ? [to(["redirect"], "redirect", value.redirect)] : [];
    return [
      ownName(entry.name, entry.rangeAt("name"), "resolver"),
      ...defaultSubset,
      ...redirect,
      ...failover,
    ];
  });
}

function intentionReferences(index: EntryIndex): readonly ServiceReference[] {
  const references = index.intentions.flatMap((entry) => [
    ownName(entry.name, entry.rangeAt("name"), "intention's destination"),
    ...entry.value.sources.map((source, position) =>
      ownName(source.name, entry.rangeAt("sources", position, "name"), "intention's source"),
    ),
  ]);
  return references.filter(({ service }) => service !== "*");
}

function ownName(service: string, range: SourceRange, role: string): ServiceReference {
  return { service, subset: undefined, serviceRange: range, subsetRange: range, role };
}
