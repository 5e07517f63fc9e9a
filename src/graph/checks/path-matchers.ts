import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { permissionMatches } from "./places/permission-places.ts";
import { placesWithin } from "./places/place.ts";
import type { Place } from "./places/place.ts";
import { routeMatches } from "./places/router-places.ts";
import { rateLimits } from "./places/setting-places.ts";

export const pathMatchersPages: readonly ErrorPage[] = [
  {
    code: graphCodes.onePathMatcher,
    title: "Two ways to match one path",
    meaning:
      "A route, a permission and a rate limit match an exact path, a prefix or a regular expression. Two of them could mean that one suffices or that both are needed.",
    wrong: `intentions "api" {
  source "shop" {
    permission {
      action = "allow"
      http {
        path_exact  = "/v1/items"
        path_prefix = "/v1/"
      }
    }
  }
}

service "shop" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `intentions "api" {
  source "shop" {
    permission {
      action = "allow"
      http {
        path_prefix = "/v1/"
      }
    }
  }
}

service "shop" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Keep one of them, or write a second route, permission or limit.",
  },
];

const matchers = ["path_exact", "path_prefix", "path_regex"] as const;

type PathFields = Readonly<Partial<Record<(typeof matchers)[number], string>>>;

/** A route, a permission and a rate limit each match a path in at most one way. */
export const pathMatchers: GraphCheck = ({ index }) => [
  ...permissionMatches(index).flatMap((match) => oneMatcher(match, "permission")),
  ...routeMatches(index).flatMap((match) => oneMatcher(match, "route")),
  ...rateLimits(index)
    .flatMap((limits) => placesWithin(limits, ["routes"], limits.value.routes))
    .flatMap((limit) => oneMatcher(limit, "rate limit")),
];

function oneMatcher({ value, rangeAt }: Place<PathFields>, what: string): readonly Diagnostic[] {
  const [first, second] = matchers.filter((matcher) => value[matcher] !== undefined);
  if (first === undefined || second === undefined) return [];
  return [
    error({
      code: graphCodes.onePathMatcher,
      summary: "Two ways to match the path",
      detail: `A ${what} has at most one of path_exact, path_prefix and path_regex. Remove one, or write a second ${what}.`,
      subject: rangeAt(second),
      related: [{ message: "The other is here.", range: rangeAt(first) }],
    }),
  ];
}
