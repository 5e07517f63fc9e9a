import type { HttpMatch } from "../../config/gen/entries.ts";
import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const unreachableRoutePages: readonly ErrorPage[] = [
  {
    code: graphCodes.unreachableRoute,
    title: "A route that no request ever takes",
    meaning:
      "Routes are tried in order and the first that matches is taken. This one stands behind another that matches every request it would match. This is a warning: nothing is broken, but what the route says does not happen.",
    wrong: `router "api" {
  route {
    match {
      http { path_prefix = "/" }
    }
    destination { request_timeout = "3s" }
  }
  route {
    match {
      http { path_prefix = "/reports/" }
    }
    destination { request_timeout = "9s" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `router "api" {
  route {
    match {
      http { path_prefix = "/reports/" }
    }
    destination { request_timeout = "9s" }
  }
  route {
    match {
      http { path_prefix = "/" }
    }
    destination { request_timeout = "3s" }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Move it before the other, or remove it.",
  },
];

/** A router with more routes than this is made by a program, and comparing all pairs would take too long. */
const maxCompared = 500;

/** A route behind one that matches all it would match is never taken. Only what is certain is reported. */
export const unreachableRoute: GraphCheck = ({ index }) =>
  [...index.routers.values()].flatMap((entry) => {
    const matches = (entry.value.routes ?? []).map(({ match }) => match?.http ?? {});
    return matches.flatMap((match, position) => {
      const covering = matches
        .slice(0, Math.min(position, maxCompared))
        .findIndex((earlier) => covers(earlier, match));
      if (covering < 0) return [];
      return warning({
        code: graphCodes.unreachableRoute,
        summary: "This route is never taken",
        detail:
          "An earlier route matches every request this one would. Move it before the other, or remove it.",
        subject: entry.rangeAt("routes", position),
        related: [{ message: "This one matches first.", range: entry.rangeAt("routes", covering) }],
      });
    });
  });

/** Each thing the wider one asks is also asked by the narrower one. */
function covers(wider: HttpMatch, narrower: HttpMatch): boolean {
  return (
    coversPath(wider, narrower) &&
    includesAll(narrower.header, wider.header) &&
    includesAll(narrower.query_param, wider.query_param) &&
    coversMethods(wider.methods, narrower.methods)
  );
}

function coversPath(wider: HttpMatch, narrower: HttpMatch): boolean {
  const { path_exact, path_prefix, path_regex, case_insensitive = false } = wider;
  if (path_regex !== undefined)
    return path_regex === narrower.path_regex && case_insensitive === (narrower.case_insensitive ?? false);
  if (path_exact === undefined && (path_prefix === undefined || path_prefix === "/")) return true;
  // What a path of any case may be, only one of any case covers.
  if (narrower.case_insensitive && !case_insensitive) return false;
  const cased = (path: string): string => (case_insensitive ? path.toLowerCase() : path);
  if (path_exact !== undefined)
    return narrower.path_exact !== undefined && cased(narrower.path_exact) === cased(path_exact);
  const beginning = narrower.path_exact ?? narrower.path_prefix;
  return beginning !== undefined && cased(beginning).startsWith(cased(path_prefix ?? ""));
}

function coversMethods(wider: readonly string[] = [], narrower: readonly string[] = []): boolean {
  return wider.length === 0 || (narrower.length > 0 && narrower.every((method) => wider.includes(method)));
}

function includesAll(items: readonly object[] = [], wanted: readonly object[] = []): boolean {
  if (wanted.length === 0) return true;
  const written = new Set(items.map(canonical));
  return wanted.every((item) => written.has(canonical(item)));
}

/** The same text for equal matchers; names of headers have no case. */
function canonical(matcher: object): string {
  return JSON.stringify(
    Object.entries(matcher)
      .filter(([, value]) => value !== false)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
