import type { RedirectAction } from "../../envoy/gen/envoy.config.route.v3.ts";
import { withoutQuery } from "../condition/path-condition.ts";
import type { PathCondition } from "../condition/path-condition.ts";
import type { RequestView } from "../condition/request-view.ts";
import { pathRewrite } from "./path-rewrite.ts";

/** A redirect's status, and the absolute address it points a request to. */
export function redirect(
  action: RedirectAction,
  matchedLength: PathCondition["matchedLength"],
): { readonly status: number; readonly location: (view: RequestView) => string } {
  const rewrite = pathRewrite(action, matchedLength);
  const newPath = (path: string): string => {
    const { path_redirect } = action;
    if (path_redirect === undefined || path_redirect === "") return rewrite?.(path) ?? path;
    const query = path.slice(withoutQuery(path).length);
    return path_redirect.includes("?") ? path_redirect : path_redirect + query;
  };
  return {
    status: statuses[action.response_code ?? "MOVED_PERMANENTLY"],
    location: (view) => {
      const path = newPath(view.path);
      const scheme = action.https_redirect
        ? "https"
        : (action.scheme_redirect ?? (view.header(":scheme") || "http"));
      return `${scheme}://${newHost(action, view)}${action.strip_query ? withoutQuery(path) : path}`;
    },
  };
}

const statuses = {
  MOVED_PERMANENTLY: 301,
  FOUND: 302,
  SEE_OTHER: 303,
  TEMPORARY_REDIRECT: 307,
  PERMANENT_REDIRECT: 308,
} as const;

function newHost({ host_redirect, port_redirect }: RedirectAction, view: RequestView): string {
  const authority = view.header(":authority") ?? "";
  const host = host_redirect || authority;
  return port_redirect ? `${host.replace(/:\d+$/, "")}:${port_redirect}` : host;
}
