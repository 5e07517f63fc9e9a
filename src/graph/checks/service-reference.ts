import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Entry, EntryOf } from "../../config/entry.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import { oncePerIndex } from "./places/place.ts";
import { routeDestinations } from "./places/router-places.ts";
import { requestMirrors } from "./places/setting-places.ts";

/**
 * A place where a document names a service, and perhaps a subset of it. Its ranges are looked for when somebody asks.
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

/**
 * Every place of a set that names a service which nobody declares, or a subset; wildcards name none. The others, nearly
 * all of them, are right, and a set has tens of thousands.
 */
export const doubtfulReferences = oncePerIndex((index: EntryIndex): readonly ServiceReference[] => {
  const found: ServiceReference[] = [];
  const note: Note = (named, entry, pathsOf) => {
    const { service, subset } = named;
    if (subset === undefined && index.services.has(service)) return;
    found.push(new PlacedReference(named, entry, pathsOf()));
  };
  noteUpstreams(index, note);
  noteOverrides(index, note);
  noteRoutes(index, note);
  noteSplits(index, note);
  for (const entry of index.resolvers.values()) noteResolver(entry, note);
  for (const entry of index.intentions) noteIntention(entry, note);
  for (const entry of index.serviceDefaults.values()) {
    const mayRegisterLater = entry.dialect === "consul";
    note({ service: entry.name, role: "service_defaults block", mayRegisterLater }, entry, ownName);
  }
  return found;
});

/** Takes down one place that names a service. The paths are asked for when the reference is doubtful. */
type Note = (named: NamedService, entry: Pick<Entry, "rangeAt">, pathsOf: () => NamePaths) => void;

type Path = readonly (string | number)[];

interface NamedService {
  readonly service: string;
  readonly subset?: string | undefined;
  readonly role: string;
  /** Not, unless it says so. */
  readonly mayRegisterLater?: boolean;
}

/** Paths to what a reference names; where the service is left out there is none. */
interface NamePaths {
  readonly service: Path | undefined;
  readonly subset: Path;
}

/** The name that an entry has itself. */
const ownName = (): NamePaths => onePath(["name"]);

function onePath(path: Path): NamePaths {
  return { service: path, subset: path };
}

function noteUpstreams(index: EntryIndex, note: Note): void {
  for (const entry of index.services.values()) {
    for (const [position, { destination_name: service }] of (entry.value.upstreams ?? []).entries()) {
      const path = ["upstreams", position];
      note({ service, role: "upstream" }, entry, () => ({
        service: [...path, "destination_name"],
        subset: path,
      }));
    }
  }
}

/** An override that is in a Consul document may be for a service that registers later. */
function noteOverrides(index: EntryIndex, note: Note): void {
  for (const entry of [...index.services.values(), ...index.serviceDefaults.values()]) {
    const mayRegisterLater = entry.dialect === "consul";
    for (const [position, { name: service }] of (entry.value.upstream_config?.overrides ?? []).entries()) {
      if (service === undefined) continue;
      const path = ["upstream_config", "overrides", position, "name"];
      note({ service, role: "override", mayRegisterLater }, entry, () => onePath(path));
    }
  }
}

function noteRoutes(index: EntryIndex, note: Note): void {
  for (const entry of index.routers.values()) note({ service: entry.name, role: "router" }, entry, ownName);
  for (const { value, entry, rangeAt } of routeDestinations(index))
    noteNamed({ name: entry.name, rangeAt }, [], { value, role: "route", note });
  for (const { value, entry, rangeAt } of requestMirrors(index))
    noteNamed({ name: entry.name, rangeAt }, [], { value, role: "mirror", note });
}

function noteSplits(index: EntryIndex, note: Note): void {
  for (const entry of index.splitters.values()) {
    note({ service: entry.name, role: "splitter" }, entry, ownName);
    for (const [position, value] of entry.value.splits.entries())
      noteNamed(entry, ["splits", position], { value, role: "split", note });
  }
}

function noteResolver(entry: EntryOf<"service-resolver">, note: Note): void {
  const { default_subset: subset, redirect, failover = {} } = entry.value;
  note({ service: entry.name, role: "resolver" }, entry, ownName);
  if (subset !== undefined)
    note({ service: entry.name, subset, role: "default subset" }, entry, () => ({
      service: undefined,
      subset: ["default_subset"],
    }));
  if (redirect) noteNamed(entry, ["redirect"], { value: redirect, role: "redirect", note });
  for (const [key, rule] of Object.entries(failover)) {
    const path = ["failover", key];
    noteNamed(entry, path, { value: rule, role: "failover", note });
    for (const [position, value] of (rule.targets ?? []).entries())
      noteNamed(entry, [...path, "targets", position], { value, role: "failover target", note });
  }
}

function noteIntention(entry: EntryOf<"service-intentions">, note: Note): void {
  const { sources, external } = entry.value;
  const mayRegisterLater = entry.dialect === "consul";
  if (!external && entry.name !== "*")
    note({ service: entry.name, role: "intention's destination", mayRegisterLater }, entry, ownName);
  for (const [position, { name: service, external: isExternal }] of sources.entries()) {
    if (isExternal || service === "*") continue;
    const named = { service, role: "intention's source", mayRegisterLater };
    note(named, entry, () => onePath(["sources", position, "name"]));
  }
}

interface NamingPart {
  readonly value: { readonly service?: string; readonly service_subset?: string };
  readonly role: string;
  readonly note: Note;
}

/** A part of an entry that names a service and a subset, or leaves one of them to the entry. */
function noteNamed(
  entry: Pick<Entry, "name" | "rangeAt">,
  path: Path,
  { value: { service, service_subset: subset }, role, note }: NamingPart,
): void {
  note({ service: service ?? entry.name, subset, role }, entry, () => ({
    service: service === undefined ? undefined : [...path, "service"],
    subset: [...path, "service_subset"],
  }));
}

/** Looks for its ranges when it is asked. */
class PlacedReference implements ServiceReference {
  readonly service: string;
  readonly subset: string | undefined;
  readonly role: string;
  readonly mayRegisterLater: boolean;
  readonly #entry: Pick<Entry, "rangeAt">;
  readonly #paths: NamePaths;

  constructor(
    { service, subset, role, mayRegisterLater }: NamedService,
    entry: Pick<Entry, "rangeAt">,
    paths: NamePaths,
  ) {
    this.service = service;
    this.subset = subset;
    this.role = role;
    this.mayRegisterLater = mayRegisterLater ?? false;
    this.#entry = entry;
    this.#paths = paths;
  }

  get serviceRange(): SourceRange | undefined {
    const { service } = this.#paths;
    return service && this.#entry.rangeAt(...service);
  }

  get subsetRange(): SourceRange {
    return this.#entry.rangeAt(...this.#paths.subset);
  }
}
