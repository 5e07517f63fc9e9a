import type {
  FaultInjection,
  HeaderModifiers,
  InstanceRateLimits,
  PassiveHealthCheck,
  RequestMirror,
  Split,
  UpstreamConfig,
} from "../../../config/gen/entries.ts";
import type { EntryOf } from "../../../config/entry.ts";
import type { EntryIndex } from "../../link/entry-index.ts";
import { oncePerIndex, placeAt, placeWithin } from "./place.ts";
import type { Place } from "./place.ts";
import { routeDestinations } from "./router-places.ts";

/** Rate limits of services and of routes. */
export function rateLimits(index: EntryIndex): readonly Place<InstanceRateLimits>[] {
  const ofServices = serviceLike(index).flatMap((entry) =>
    placeAt(entry, ["rate_limits", "instance_level"], entry.value.rate_limits?.instance_level),
  );
  const ofRoutes = routeDestinations(index).flatMap((route) =>
    placeWithin(route, ["rate_limits"], route.value.rate_limits),
  );
  return [...ofServices, ...ofRoutes];
}

/** Faults injected at services and on routes. */
export function faultInjections(index: EntryIndex): readonly Place<FaultInjection>[] {
  const ofServices = serviceLike(index).flatMap((entry) =>
    placeAt(entry, ["fault_injection"], entry.value.fault_injection),
  );
  const ofRoutes = routeDestinations(index).flatMap((route) =>
    placeWithin(route, ["fault_injection"], route.value.fault_injection),
  );
  return [...ofServices, ...ofRoutes];
}

/** Changes to headers by routes and splits. */
export function headerChanges(index: EntryIndex): readonly Place<HeaderModifiers>[] {
  return [...routeDestinations(index), ...splits(index)].flatMap((place) =>
    headerFields.flatMap((field) => placeWithin(place, [field], place.value[field])),
  );
}

const headerFields = ["request_headers", "response_headers"] as const;

/** Mirrors of routes and splits. */
export function requestMirrors(index: EntryIndex): readonly Place<RequestMirror>[] {
  return [...routeDestinations(index), ...splits(index)].flatMap((place) =>
    placeWithin(place, ["request_mirror"], place.value.request_mirror),
  );
}

const splits = oncePerIndex((index: EntryIndex): readonly Place<Split>[] =>
  [...index.splitters.values()].flatMap((entry) =>
    entry.value.splits.flatMap((split, position) => placeAt(entry, ["splits", position], split)),
  ),
);

/** How upstreams are called, and by whom: `upstream` is undefined where the settings are for every one. */
export interface UpstreamSettings extends Place<UpstreamConfig> {
  readonly caller: string;
  readonly upstream: string | undefined;
  /** The block it is: of the upstream itself, for all, or for one by name. */
  readonly scope: "upstream" | "defaults" | "override";
}

export const upstreamSettings = oncePerIndex((index: EntryIndex): readonly UpstreamSettings[] => {
  const ofUpstreams = [...index.services.values()].flatMap((entry) =>
    (entry.value.upstreams ?? []).flatMap(({ destination_name: upstream, config }, position) =>
      placeAt(entry, ["upstreams", position, "config"], config).map((place): UpstreamSettings => ({
        ...place,
        caller: entry.name,
        upstream,
        scope: "upstream",
      })),
    ),
  );
  const ofServices = serviceLike(index).flatMap((entry) => {
    const { defaults, overrides = [] } = entry.value.upstream_config ?? {};
    return [
      ...placeAt(entry, ["upstream_config", "defaults"], defaults).map((place): UpstreamSettings => ({
        ...place,
        caller: entry.name,
        upstream: undefined,
        scope: "defaults",
      })),
      ...overrides.flatMap((override, position) =>
        placeAt(entry, ["upstream_config", "overrides", position], override).map(
          (place): UpstreamSettings => ({
            ...place,
            caller: entry.name,
            upstream: override.name,
            scope: "override",
          }),
        ),
      ),
    ];
  });
  return [...ofUpstreams, ...ofServices];
});

/** Passive health checks, with what {@link upstreamSettings} says of them. */
export function passiveHealthChecks(
  index: EntryIndex,
): readonly (Place<PassiveHealthCheck> & Pick<UpstreamSettings, "caller" | "upstream">)[] {
  return upstreamSettings(index).flatMap((settings) =>
    placeWithin(settings, ["passive_health_check"], settings.value.passive_health_check).map((place) => ({
      ...place,
      caller: settings.caller,
      upstream: settings.upstream,
    })),
  );
}

/** The entries that say how a service is run. */
const serviceLike = oncePerIndex(
  (index: EntryIndex): readonly (EntryOf<"service"> | EntryOf<"service-defaults">)[] => [
    ...index.services.values(),
    ...index.serviceDefaults.values(),
  ],
);
