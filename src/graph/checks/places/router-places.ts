import type { HttpMatch, Route, RouteDestination } from "../../../config/gen/entries.ts";
import type { EntryIndex } from "../../link/entry-index.ts";
import { oncePerIndex, placeAt, placeWithin } from "./place.ts";
import type { Place } from "./place.ts";

/** Every route of every router, in order. */
export const routerRoutes = oncePerIndex((index: EntryIndex): readonly Place<Route>[] =>
  [...index.routers.values()].flatMap((entry) =>
    (entry.value.routes ?? []).flatMap((route, position) => placeAt(entry, ["routes", position], route)),
  ),
);

/** What the routes match by. */
export const routeMatches = oncePerIndex((index: EntryIndex): readonly Place<HttpMatch>[] =>
  routerRoutes(index).flatMap((route) => placeWithin(route, ["match", "http"], route.value.match?.http)),
);

/** Where the routes lead. */
export const routeDestinations = oncePerIndex((index: EntryIndex): readonly Place<RouteDestination>[] =>
  routerRoutes(index).flatMap((route) => placeWithin(route, ["destination"], route.value.destination)),
);
