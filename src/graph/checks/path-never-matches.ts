import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { permissionMatches } from "./places/permission-places.ts";
import type { Place } from "./places/place.ts";
import { routeMatches } from "./places/router-places.ts";

/** What no path has by the time a rule sees it, and why. */
const impossible: readonly (readonly [RegExp, string])[] = [
  [/\?/, "Rules see the path without its query string."],
  [/#/, "A request carries no fragment."],
  [/\/\/|\\/, "Repeated slashes and backslashes become one slash before a rule sees the path."],
  [/\/\.\.?(\/|$)/, 'The steps "." and ".." are resolved before a rule sees the path.'],
  [/%(2f|5c)/i, "Paths with escaped slashes are refused before any rule."],
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  [/[\x00-\x20\x7f]/, "Spaces and control characters arrive escaped."],
];

export const pathNeverMatchesPages: readonly ErrorPage[] = [
  {
    code: graphCodes.pathNeverMatches,
    title: "A permission or route for a path that no request has",
    meaning:
      "Before a rule sees it, a path is put in order: the query is cut off, `.`, `..` and repeated slashes are resolved. A rule for a path that is left in disorder matches nothing, and a `deny` that guards nothing is dangerous.",
    wrong: `intentions "api" {
  source "shop" {
    permission {
      action = "allow"
      http {
        path_exact = "/items?all"
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
        path_exact = "/items"
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
    wayOut: "Write the path as it is once it is in order.",
  },
];

/** Routes see the path before it is put in order, and without its query too. */
const impossibleOnRoutes = impossible.slice(0, 2);

/**
 * A permission's path must be one that a request can have once its path is normalised. A deny for `/admin?x` would
 * otherwise guard nothing, without a word. A route's path has no query either.
 */
export const pathNeverMatches: GraphCheck = ({ index }) => [
  ...permissionMatches(index).flatMap((match) => pathProblems(match, impossible)),
  ...routeMatches(index).flatMap((match) => pathProblems(match, impossibleOnRoutes)),
];

const fields = ["path_exact", "path_prefix"] as const;

function pathProblems(
  { value, rangeAt }: Place<Readonly<Partial<Record<(typeof fields)[number], string>>>>,
  reasons: typeof impossible,
): readonly Diagnostic[] {
  return fields.flatMap((field) => {
    const path = value[field];
    const reason = path === undefined ? undefined : reasons.find(([pattern]) => pattern.test(path));
    if (!reason) return [];
    return error({
      code: graphCodes.pathNeverMatches,
      summary: "This path never matches",
      detail: `${reason[1]} Correct ${field}.`,
      subject: rangeAt(field),
    });
  });
}
