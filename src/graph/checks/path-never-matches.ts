import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

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
    title: "A permission for a path that no request has",
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

/**
 * A permission's path must be one that a request can have once its path is normalised. A deny for `/admin?x` would
 * otherwise guard nothing, without a word.
 */
export const pathNeverMatches: GraphCheck = ({ index }) =>
  index.intentions.flatMap((entry) =>
    entry.value.sources.flatMap((source, position) =>
      (source.permissions ?? []).flatMap(({ http }, number) =>
        (["path_exact", "path_prefix"] as const).flatMap((field) => {
          const path = http[field];
          const reason = path === undefined ? undefined : impossible.find(([pattern]) => pattern.test(path));
          if (!reason) return [];
          return error({
            code: graphCodes.pathNeverMatches,
            summary: "This path never matches",
            detail: `${reason[1]} Correct ${field}.`,
            subject: entry.rangeAt("sources", position, "permissions", number, "http", field),
          });
        }),
      ),
    ),
  );
