import type { RequestMirror } from "../../config/gen/entries.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { noHeaderChanges } from "../chain-route.ts";
import type { HeaderChanges, Mirror } from "../chain-route.ts";
import type { ChainSplit } from "../discovery-chain.ts";
import { walkDepthFirst } from "./depth-first.ts";
import type { EntryIndex } from "./entry-index.ts";
import { linkHeaderChanges, mergeHeaderChanges } from "./header-changes.ts";
import type { TargetReference, TargetResolver } from "./resolve-target.ts";
import { inHundredths, mergeEqualSplits } from "./split-weights.ts";
import { splitterEdges } from "./splitter-edges.ts";

/**
 * Where splitters nest and change headers at each level, shares multiply from level to level. None beyond the first one
 * too many is looked at; a check reports it.
 */
export const maxShares = 500;

/**
 * The shares of splitters and of all they enter, by the splitter's name. Each is flattened once for all.
 * Shares that lead nowhere or in a circle are left out; checks report them.
 */
export function flattenSplitters(
  names: Iterable<string>,
  index: EntryIndex,
  resolver: TargetResolver,
): ReadonlyMap<string, readonly ChainSplit[]> {
  const exact = new Map<string, readonly ChainSplit[]>();
  const { finished } = walkDepthFirst(names, (name) => splitterEdges(name, index));
  for (const name of finished) exact.set(name, sharesOf(name, { index, resolver, flattened: exact }));
  return new Map([...exact].map(([name, shares]) => [name, inHundredths(shares)]));
}

/** All requests for a service or subset that no splitter divides; nothing when there is no such target. */
export function wholeSplit(
  reference: TargetReference,
  range: SourceRange,
  resolver: TargetResolver,
): readonly ChainSplit[] {
  const destination = resolver.destinationOf(reference);
  if (!destination) return [];
  const { target, failover } = destination;
  const headers = { requestHeaders: noHeaderChanges, responseHeaders: noHeaderChanges };
  return [{ target, failover, range, weight: 100, ...headers, mirror: undefined }];
}

/** Undefined where copies would go nowhere; a check reports that. */
export function linkMirror(
  mirror: RequestMirror | undefined,
  range: SourceRange,
  resolver: TargetResolver,
): Mirror | undefined {
  if (mirror?.service === undefined) return undefined;
  const found = resolver.destinationOf({ service: mirror.service, subset: mirror.service_subset });
  return found && { destination: { ...found, range }, percent: mirror.percent ?? 100 };
}

interface FlatteningInput {
  readonly index: EntryIndex;
  readonly resolver: TargetResolver;
  /** With weights that are not yet rounded; those a splitter enters are in it before itself. */
  readonly flattened: ReadonlyMap<string, readonly ChainSplit[]>;
}

function sharesOf(name: string, { index, resolver, flattened }: FlatteningInput): readonly ChainSplit[] {
  const entry = index.splitters.get(name);
  if (!entry) return [];
  const entered = new Map(splitterEdges(name, index).map(({ position, to }) => [position, to]));
  const shares = entry.value.splits.flatMap((split, position) => {
    const range = entry.rangeAt("splits", position);
    const other = entered.get(position);
    const reference = { service: split.service ?? name, subset: split.service_subset };
    const inner = other === undefined ? wholeSplit(reference, range, resolver) : (flattened.get(other) ?? []);
    const outer: OuterShare = {
      weight: split.weight,
      requestHeaders: linkHeaderChanges(split.request_headers),
      responseHeaders: linkHeaderChanges(split.response_headers),
      mirror: linkMirror(split.request_mirror, entry.rangeAt("splits", position, "request_mirror"), resolver),
    };
    return inner.map((share) => withinShare(share, outer));
  });
  return mergeEqualSplits(shares).slice(0, maxShares + 1);
}

interface OuterShare {
  readonly weight: number;
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
  readonly mirror: Mirror | undefined;
}

/** A request passes the outer splitter first, and an answer the inner one: whoever comes last has the last word. */
function withinShare(inner: ChainSplit, outer: OuterShare): ChainSplit {
  return {
    ...inner,
    weight: (inner.weight * outer.weight) / 100,
    requestHeaders: mergeHeaderChanges(outer.requestHeaders, inner.requestHeaders),
    responseHeaders: mergeHeaderChanges(inner.responseHeaders, outer.responseHeaders),
    mirror: inner.mirror ?? outer.mirror,
  };
}
