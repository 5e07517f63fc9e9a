import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { IntentionRule } from "../intention-rule.ts";
import type { GraphCheck } from "./graph-check.ts";

export const dodgedPathsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.dodgedPaths,
    title: "Rules about paths that a caller can dodge",
    meaning:
      "Intentions compare paths as they stand after normalisation. Where `..` or repeated slashes are left in them, and the application resolves them, a caller gets past a rule about `/admin` with `/x/../admin` or `//admin`. This is a warning.",
    wrong: `mesh {
  http {
    incoming {
      request_normalization { merge_slashes = false }
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}

intentions "api" {
  source "*" {
    permission {
      action = "deny"
      http { path_prefix = "/admin" }
    }
    permission {
      action = "allow"
      http { path_prefix = "/" }
    }
  }
}`,
    right: `service "api" {
  port     = 9090
  protocol = "http"
}

intentions "api" {
  source "*" {
    permission {
      action = "deny"
      http { path_prefix = "/admin" }
    }
    permission {
      action = "allow"
      http { path_prefix = "/" }
    }
  }
}`,
    wayOut: "Leave paths to be normalised, or judge requests by something else than their paths.",
  },
];

/** Paths that are judged have to be normalised before. */
export const dodgedPaths: GraphCheck = ({ index, graph }) => {
  const { requestNormalization, range } = graph.settings;
  const normalization = index.mesh?.value.http?.incoming?.request_normalization;
  const judging = [...graph.intentions.values()].flat().find(judgesPaths);
  if (!normalization || !range || !judging) return [];
  const fields = [
    ...(requestNormalization.normalizePath ? [] : (["insecure_disable_path_normalization"] as const)),
    ...(requestNormalization.mergeSlashes ? [] : (["merge_slashes"] as const)),
  ];
  return fields.map((field) =>
    warning({
      code: graphCodes.dodgedPaths,
      summary: "Rules about paths can be dodged",
      detail: `Intentions judge paths, and with this ${field} a caller may write the same path in a way they do not know. Remove it, unless every application takes paths as literally as the rules.`,
      subject: index.mesh?.rangeAt("http", "incoming", "request_normalization", field) ?? range,
      related: [{ message: "A rule about paths is here.", range: judging.range }],
    }),
  );
};

function judgesPaths({ decision }: IntentionRule): boolean {
  return decision.kind === "permissions" && decision.permissions.some(({ path }) => path !== undefined);
}
