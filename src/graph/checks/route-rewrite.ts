import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { routerRoutes } from "./places/router-places.ts";

export const routeRewritePages: readonly ErrorPage[] = [
  {
    code: graphCodes.rewriteNeedsPath,
    title: "A rewrite of a path that the route does not name",
    meaning:
      "`prefix_rewrite` replaces the part of the path that the route matched. A route without `path_exact` or `path_prefix` matched no part, so that nothing says what to replace.",
    wrong: `router "api" {
  route {
    destination { prefix_rewrite = "/v2/" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `router "api" {
  route {
    match {
      http { path_prefix = "/v1/" }
    }
    destination { prefix_rewrite = "/v2/" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Give the route a `path_exact` or `path_prefix`, or remove `prefix_rewrite`.",
  },
];

/** What a rewrite replaces is the path or prefix that the route matched, so the route must have one. */
export const routeRewrite: GraphCheck = ({ index }) =>
  routerRoutes(index).flatMap(({ value, rangeAt }) => {
    const { path_exact, path_prefix, path_regex } = value.match?.http ?? {};
    if (value.destination?.prefix_rewrite === undefined) return [];
    if (path_exact !== undefined || path_prefix !== undefined) return [];
    // What is misspelt in a broken entry is no matter here: its routes were read as they stand.
    const why =
      path_regex === undefined
        ? "This route matches no path that could be replaced."
        : "What a regular expression matched is the whole path, and no prefix of it.";
    return error({
      code: graphCodes.rewriteNeedsPath,
      summary: "prefix_rewrite without a path to replace",
      detail: `${why} Match by path_exact or path_prefix, or remove prefix_rewrite.`,
      subject: rangeAt("destination", "prefix_rewrite"),
    });
  });
