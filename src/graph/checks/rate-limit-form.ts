import type { InstanceRateLimits } from "../../config/gen/entries.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { placesWithin } from "./places/place.ts";
import type { Place } from "./places/place.ts";
import { rateLimits } from "./places/setting-places.ts";

export const rateLimitFormPages: readonly ErrorPage[] = [
  {
    code: graphCodes.rateLimitForm,
    title: "A rate limit that limits nothing",
    meaning:
      "A limit is a number of requests a second, for all requests or, in a `route` block, for those of one path. A burst alone says how many may come at once, and not how fast they may come again; a route without a path says for nothing in particular.",
    wrong: `service "api" {
  port     = 9090
  protocol = "http"

  rate_limits {
    instance_level { requests_max_burst = 20 }
  }
}`,
    right: `service "api" {
  port     = 9090
  protocol = "http"

  rate_limits {
    instance_level {
      requests_per_second = 10
      requests_max_burst  = 20
    }
  }
}`,
    wayOut: "Give it `requests_per_second`, and a route its path.",
  },
];

/** A limit says how many requests a second, and one of a route of which path. */
export const rateLimitForm: GraphCheck = ({ index }) =>
  rateLimits(index).flatMap((limits) => [...wholeProblems(limits), ...routeProblems(limits)]);

function wholeProblems({ value, range, rangeAt }: Place<InstanceRateLimits>): readonly Diagnostic[] {
  if (value.requests_per_second !== undefined) return [];
  const hasBurst = value.requests_max_burst !== undefined;
  if (!hasBurst && value.routes?.length) return [];
  return [
    error({
      code: graphCodes.rateLimitForm,
      summary: hasBurst ? "A burst without a rate" : "A rate limit without a rate",
      detail: hasBurst
        ? "requests_max_burst has a meaning only beside requests_per_second. Give both, or remove it."
        : "Give it requests_per_second, or routes with limits of their own.",
      subject: hasBurst ? rangeAt("requests_max_burst") : range,
    }),
  ];
}

function routeProblems(limits: Place<InstanceRateLimits>): readonly Diagnostic[] {
  return placesWithin(limits, ["routes"], limits.value.routes).flatMap(({ value, range }) => {
    if ((value.path_exact ?? value.path_prefix ?? value.path_regex) !== undefined) return [];
    return error({
      code: graphCodes.rateLimitForm,
      summary: "A limit for no path",
      detail:
        "Give it path_exact, path_prefix or path_regex. A limit for all other requests stands outside of the route blocks.",
      subject: range,
    });
  });
}
