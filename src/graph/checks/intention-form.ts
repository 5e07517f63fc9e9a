import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { EntryOf } from "../../config/entry.ts";
import { graphCodes } from "../codes.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import type { GraphCheck } from "./graph-check.ts";

export const intentionFormPages: readonly ErrorPage[] = [
  {
    code: graphCodes.actionXorPermissions,
    title: "A source with neither an action nor permissions, or with both",
    meaning:
      'A `source` says `action = "allow"` or `"deny"` for everything the caller sends, or it has `permission` blocks that judge single requests. With both, one would overrule the other unseen; with neither, nothing is decided.',
    wrong: `intentions "api" {
  source "web" {}
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `intentions "api" {
  source "web" { action = "allow" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Give the source an action, or permissions.",
  },
  {
    code: graphCodes.permissionsOnWildcard,
    title: "Permissions for every destination at once",
    meaning:
      'A permission looks into single requests, which not every protocol has. So it needs one destination by name; `intentions "*"` speaks of all of them.',
    wrong: `intentions "*" {
  source "shop" {
    permission {
      action = "allow"
      http {
        path_prefix = "/"
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
        path_prefix = "/"
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
    wayOut: "Name the destination, or use a plain `action`.",
  },
];

/** A source has an action or permissions, never both; permissions need one named destination. */
export const intentionForm: GraphCheck = ({ index }) =>
  index.intentions.flatMap((entry) =>
    entry.value.sources.flatMap((_, position) => sourceProblems(entry, position, index)),
  );

function sourceProblems(
  entry: EntryOf<"service-intentions">,
  position: number,
  index: EntryIndex,
): readonly Diagnostic[] {
  const source = entry.value.sources[position];
  const permissions = source?.permissions ?? [];
  const subject = entry.rangeAt("sources", position);
  const hasAction = source?.action !== undefined;
  if (hasAction === permissions.length > 0) {
    // What is misspelt in a broken block may be the one that is missing.
    if (!hasAction && index.isBroken("service-intentions", entry.name)) return [];
    const summary = hasAction ? "Both an action and permissions" : "Neither an action nor permissions";
    const detail =
      'A source has either `action = "allow"` (or "deny") for everything it sends, or permission blocks for single requests.';
    return [error({ code: graphCodes.actionXorPermissions, summary, detail, subject })];
  }
  if (permissions.length > 0 && entry.name === "*") {
    const detail =
      'Destinations may speak different protocols, so permissions need one service by name. Use a plain `action` for "*".';
    return [
      error({
        code: graphCodes.permissionsOnWildcard,
        summary: "Permissions on every destination",
        detail,
        subject,
      }),
    ];
  }
  return [];
}
