import type { MiddlewareHandler } from "hono";
import type { ApiError } from "../client/api-types.ts";

const loopbackHosts = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Keeps web pages out: a browser on this machine reaches the port, but it cannot hide which page asks (Origin), nor
 * which name it was tricked into resolving to loopback (Host), nor send JSON to another origin without asking first.
 */
export const loopbackOnly: MiddlewareHandler = async (context, next) => {
  const host = hostnameOf(context.req.header("host"));
  const origin = context.req.header("origin");
  if (!loopbackHosts.has(host)) return context.json(refusal(`The Host "${host}" is not this agent.`), 403);
  if (origin !== undefined && !loopbackHosts.has(hostnameOf(origin.replace(/^https?:\/\//, "")))) {
    return context.json(refusal(`Pages of ${origin} may not use this agent.`), 403);
  }
  const writes = !["GET", "HEAD", "OPTIONS"].includes(context.req.method);
  if (writes && !/^application\/json\b/i.test(context.req.header("content-type") ?? "")) {
    return context.json(refusal("Writes must have the content type application/json."), 415);
  }
  return next();
};

function hostnameOf(host: string | undefined): string {
  return (host ?? "").replace(/:\d+$/, "").toLowerCase();
}

function refusal(error: string): ApiError {
  return { error };
}
