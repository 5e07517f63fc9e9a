import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { HeaderMatch, PathMatch, Permission } from "../intention-rule.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const unreachablePermissionPages: readonly ErrorPage[] = [
  {
    code: graphCodes.unreachablePermission,
    title: "A permission that never decides",
    meaning:
      "Permissions are tried in order and the first that matches decides. This one stands behind another that matches every request it would match. This is a warning: nothing is broken, but what the permission says does not happen.",
    wrong: `intentions "api" {
  source "shop" {
    permission {
      action = "allow"
      http {
        path_prefix = "/"
      }
    }
    permission {
      action = "deny"
      http {
        path_prefix = "/admin/"
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
      action = "deny"
      http {
        path_prefix = "/admin/"
      }
    }
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
    wayOut: "Move it before the other, or remove it.",
  },
];

/** A permission that an earlier one covers entirely can never decide anything. */
export const unreachablePermission: GraphCheck = ({ graph }) =>
  [...graph.intentions.values()].flat().flatMap(({ decision, precedence }) => {
    // Permissions on every destination are refused as such, and stand in the list of each.
    if (decision.kind !== "permissions" || precedence < 8) return [];
    return decision.permissions.flatMap((permission, position) => {
      const covering = decision.permissions.slice(0, position).find((earlier) => covers(earlier, permission));
      if (!covering) return [];
      return warning({
        code: graphCodes.unreachablePermission,
        summary: "This permission never decides",
        detail:
          "An earlier permission matches every request this one would. Move it before the other, or remove it.",
        subject: permission.range,
        related: [{ message: "This one matches first.", range: covering.range }],
      });
    });
  });

/** Everything the wider one asks of a request is asked by the narrower one as well, so that none gets past it. */
function covers(wider: Permission, narrower: Permission): boolean {
  // A token that says something else leaves a request that would be denied to the next permission.
  if (wider.action === "deny" && wider.tokens.length > 0) return false;
  const methods =
    wider.methods.length === 0 ||
    (narrower.methods.length > 0 && narrower.methods.every((method) => wider.methods.includes(method)));
  return methods && coversPath(wider.path, narrower.path) && coversHeaders(wider.headers, narrower.headers);
}

function coversPath(wider: PathMatch | undefined, narrower: PathMatch | undefined): boolean {
  if (!wider) return true;
  if (wider.kind === "prefix" && wider.value === "/") return true;
  if (!narrower) return false;
  // Of two expressions it is certain only that equal ones match the same.
  if (wider.kind === "regex" || narrower.kind === "regex")
    return wider.kind === narrower.kind && wider.value === narrower.value;
  if (wider.kind === "prefix") return narrower.value.startsWith(wider.value);
  return narrower.kind === "exact" && narrower.value === wider.value;
}

function coversHeaders(wider: readonly HeaderMatch[], narrower: readonly HeaderMatch[]): boolean {
  if (wider.length === 0) return true;
  const asked = new Set(narrower.map((header) => JSON.stringify(header)));
  return wider.every((header) => asked.has(JSON.stringify(header)));
}
