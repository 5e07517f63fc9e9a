import { Hono } from "hono";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiError, ApplyOutcome, PlanOutcome } from "../client/api-types.ts";
import { MalformedJson } from "../platform/json-shape.ts";
import type { Logger } from "../platform/logger.ts";
import {
  decodeApplyRequest,
  decodeHealthReport,
  decodePlanQuestion,
  decodeReachabilityRequest,
  MalformedRequest,
} from "./decode-request.ts";
import { isSetName, setNameRule } from "../client/set-name.ts";
import { bearerToken } from "./bearer-token.ts";
import { loopbackOnly } from "./exposure.ts";
import type { MeshService } from "./mesh-service.ts";
import { settledRevision } from "./settled-revision.ts";

/** A mesh of thousands of services is a few megabytes of text. */
const maxBodyBytes = 64 * 1024 * 1024;

export interface HttpApiOptions {
  readonly mesh: MeshService;
  readonly logger: Logger;
  /** Whether a request may be answered that bears this token; every one may unless given. */
  readonly isToken?: ((given: string) => boolean) | undefined;
}

/** The routes of the agent. Every answer is JSON; an error has the shape of {@link ApiError}. */
export function createHttpApi({ mesh, logger, isToken }: HttpApiOptions): Hono {
  const api = new Hono();
  api.use(loopbackOnly);
  if (isToken) api.use(bearerToken(isToken));
  api.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (context) => context.json(failure(`The body is larger than ${maxBodyBytes} bytes.`), 413),
    }),
  );

  api.get("/v1/mesh/status", (context) => context.json(mesh.status()));
  api.get("/v1/mesh/sets/:set", (context) => context.json(mesh.set(setName(context))));
  api.get("/v1/mesh/sets/:set/documents", (context) => context.json(mesh.setDocuments(setName(context))));
  api.put("/v1/mesh/sets/:set", async (context) => {
    const outcome = await mesh.apply(setName(context), decodeApplyRequest(await jsonBody(context)));
    return context.json(outcome, applyStatus[outcome.kind]);
  });
  api.post("/v1/mesh/sets/:set/plan", async (context) => {
    const outcome = mesh.plan(setName(context), decodePlanQuestion(await jsonBody(context)));
    return context.json(outcome, planStatus[outcome.kind]);
  });
  api.delete("/v1/mesh/sets/:set/plan", (context) => {
    mesh.forgetPlans(setName(context));
    return context.json({});
  });
  api.get("/v1/mesh/revisions/:revision", async (context) => {
    const revision = revisionOf(context.req.param("revision"));
    return context.json(
      await settledRevision(mesh, { revision, waitMs: waitMsOf(context), signal: context.req.raw.signal }),
    );
  });
  api.get("/v1/mesh/proxies/:id", (context) =>
    context.json(mesh.proxyConfiguration(context.req.param("id"))),
  );
  api.post("/v1/mesh/reachability", async (context) =>
    context.json(mesh.reachability(decodeReachabilityRequest(await jsonBody(context)))),
  );
  api.get("/v1/mesh/services/:service/instances", (context) =>
    context.json(mesh.instances(context.req.param("service"))),
  );
  api.get("/v1/mesh/services/:service/settings", (context) =>
    context.json(mesh.settings(context.req.param("service"))),
  );
  api.put("/v1/mesh/instances/:id/health", async (context) =>
    context.json(mesh.reportHealth(context.req.param("id"), decodeHealthReport(await jsonBody(context)))),
  );
  api.delete("/v1/mesh/instances/:id/health", (context) => {
    mesh.release(context.req.param("id"));
    return context.json({});
  });
  api.get("/v1/mesh/ca/roots", async (context) => context.json({ roots: await mesh.roots() }));

  api.notFound((context) =>
    context.json(failure(`There is no ${context.req.method} ${context.req.path} here.`), 404),
  );
  api.onError((cause, context) => {
    if (cause instanceof MalformedRequest || cause instanceof MalformedJson)
      return context.json(failure(cause.message), 400);
    logger.error("request failed", {
      method: context.req.method,
      path: context.req.path,
      cause: cause.stack ?? cause.message,
    });
    return context.json(failure("The agent failed at this request; its log has the reason."), 500);
  });
  return api;
}

const applyStatus = { applied: 200, unchanged: 200, conflict: 409, refused: 422 } as const satisfies Record<
  ApplyOutcome["kind"],
  number
>;

const planStatus = { planned: 200, refused: 422 } as const satisfies Record<PlanOutcome["kind"], number>;

function setName(context: Context): string {
  const name = context.req.param("set") ?? "";
  if (!isSetName(name)) throw new MalformedRequest(`The name of a set has ${setNameRule}.`);
  return name;
}

async function jsonBody(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    // The parser's own words speak of its internals; where the text ends early is all a caller could use.
    throw new MalformedRequest("The body is not valid JSON.");
  }
}

function revisionOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new MalformedRequest("The revision must be a whole number.");
  return Number(text);
}

/** `?wait=30s` or `?wait=500ms`; nothing waits longer than five minutes. */
function waitMsOf(context: Context): number {
  const wait = context.req.query("wait");
  if (wait === undefined) return 0;
  const match = /^(\d{1,6})(ms|s)$/.exec(wait);
  if (!match) throw new MalformedRequest('wait must be a duration such as "30s" or "500ms".');
  return Math.min(Number(match[1]) * (match[2] === "s" ? 1000 : 1), 300_000);
}

function failure(error: string): ApiError {
  return { error };
}
