import type { MiddlewareHandler } from "hono";
import type { ApiError } from "../client/api-types.ts";

/** Lets in who bears the token (RFC 6750, section 2.1), and says to others how to bear it. */
export function bearerToken(isToken: (given: string) => boolean): MiddlewareHandler {
  return async (context, next) => {
    const [, given] = /^Bearer +(\S+) *$/i.exec(context.req.header("authorization") ?? "") ?? [];
    if (given !== undefined && isToken(given)) return next();
    context.header("www-authenticate", "Bearer");
    const error: ApiError = { error: given === undefined ? missing : wrong };
    return context.json(error, 401);
  };
}

const missing = "This agent asks for a token: set MESH_TOKEN to the one in its -token-file.";
const wrong = "This is not the token this agent asks for: set MESH_TOKEN to the one in its -token-file.";
