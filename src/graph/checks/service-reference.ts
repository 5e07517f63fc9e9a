import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Entry } from "../../config/entry.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import type { Place } from "./places/place.ts";
import { routeDestinations } from "./places/router-places.ts";
import { requestMirrors } from "./places/setting-places.ts";

/**
 * A place where a document names a service, and perhaps a subset of it. Its ranges may be looked for only when somebody
 * asks: most references are right.
 */
export interface ServiceReference {
  readonly service: string;
  readonly subset: string | undefined;
  /** Undefined where the name is left out and the block's own service is meant. */
  readonly serviceRange: SourceRange | undefined;
  readonly subsetRange: SourceRange;
  /** What the reference is, for the message: `upstream`, `split`. */
  readonly role: string;
  /** Whether Consul lets the service be declared by nobody, in a document of its form. */
  readonly mayRegisterLater: boolean;
}

const knownReferences = new WeakMap<EntryIndex, readonly ServiceReference[]>();

/** Every place of a set that names a service; wildcards name none. Several rules ask, and share one list. */
export function serviceReferences(index: EntryIndex): readonly ServiceReference[] {
  const known = knownReferences.get(index);
  if (known) return known;
  const references = collectReferences(index);
  knownReferences.set(index, references);
  return references;
}

function collectReferences(index: EntryIndex): readonly ServiceReference[] {
  return [
    ...upstreamReferences(index),
    ...overrideReferences(index),
    ...routeReferences(index),
    ...splitReferences(index),
    ...resolverReferences(index),
    ...intentionReferences(index),
    ...[...index.serviceDefaults.values()].map((entry) => ({
      ...ownName(entry, [], "service_defaults block"),
      mayRegisterLater: entry.dialect === "consul",
    })),
  ];
}

function upstreamReferences(index: EntryIndex): readonly ServiceReference[] {
  return [...index.services.values()].flatMap((entry) =>
    (entry.value.upstreams ?? []).map((upstream, position) => ({
      service: upstream.destination_name,
      subset: undefined,
      get serviceRange() {
        return entry.rangeAt("upstreams", position, "destination_name");
      },
      get subsetRange() {
        return entry.rangeAt("upstreams", position);
      },
      role: "upstream",
      mayRegisterLater: false,
    })),
  );
}

/** An override that is in a Consul document may be for a service that registers later. */
function overrideReferences(index: EntryIndex): readonly ServiceReference[] {
  return [...index.services.values(), ...index.serviceDefaults.values()].flatMap((entry) =>
    (entry.value.upstream_config?.overrides ?? []).flatMap(({ name }, position) => {
      if (name === undefined) return [];
      const range = entry.rangeAt("upstream_config", "overrides", position, "name");
      const role = "override";
      const mayRegisterLater = entry.dialect === "consul";
      return {
        service: name,
        subset: undefined,
        serviceRange: range,
        subsetRange: range,
        role,
        mayRegisterLater,
      };
    }),
  );
}

function routeReferences(index: EntryIndex): readonly ServiceReference[] {
  const routers = [...index.routers.values()].map((entry) => ownName(entry, [], "router"));
  const routes = routeDestinations(index).map((place) => destinationReference(place, "route"));
  const mirrors = requestMirrors(index).map((place) => destinationReference(place, "mirror"));
  return [...routers, ...routes, ...mirrors];
}

/** What names a service and a subset, or leaves one of them to its own entry. */
function destinationReference(
  { value, entry, rangeAt }: Place<{ readonly service?: string; readonly service_subset?: string }>,
  role: string,
): ServiceReference {
  return {
    service: value.service ?? entry.name,
    subset: value.service_subset,
    get serviceRange() {
      return value.service === undefined ? undefined : rangeAt("service");
    },
    get subsetRange() {
      return rangeAt("service_subset");
    },
    role,
    mayRegisterLater: false,
  };
}

function splitReferences(index: EntryIndex): readonly ServiceReference[] {
  return [...index.splitters.values()].flatMap((entry) => [
    ownName(entry, [], "splitter"),
    ...entry.value.splits.map((split, position) => ({
      service: split.service ?? entry.name,
      subset: split.service_subset,
      serviceRange: split.service === undefined ? undefined : entry.rangeAt("splits", position, "service"),
      subsetRange: entry.rangeAt("splits", position, "service_subset"),
      role: "split",
      mayRegisterLater: false,
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
      mayRegisterLater: false,
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
              mayRegisterLater: false,
            },
          ];
    const redirect = value.redirect ? [to(["redirect"], "redirect", value.redirect)] : [];
    return [ownName(entry, [], "resolver"), ...defaultSubset, ...redirect, ...failover];
  });
}

function intentionReferences(index: EntryIndex): readonly ServiceReference[] {
  const references = index.intentions.flatMap((entry) => {
    const mayRegisterLater = entry.dialect === "consul";
    const destination = { ...ownName(entry, [], "intention's destination"), mayRegisterLater };
    const sources = entry.value.sources.flatMap((source, position) => {
      const reference = ownName({ ...entry, name: source.name }, ["sources", position], "intention's source");
      return source.external ? [] : { ...reference, mayRegisterLater };
    });
    return entry.value.external ? sources : [destination, ...sources];
  });
  return references.filter(({ service }) => service !== "*");
}

/** The name that an entry, or the part of it at the path, has itself. */
function ownName(
  { name, rangeAt }: Pick<Entry, "name" | "rangeAt">,
  path: readonly (string | number)[],
  role: string,
): ServiceReference {
  const range = rangeAt(...path, "name");
  return {
    service: name,
    subset: undefined,
    serviceRange: range,
    subsetRange: range,
    role,
    mayRegisterLater: false,
  };
}
