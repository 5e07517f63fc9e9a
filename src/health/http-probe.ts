import { once } from "node:events";
import * as http from "node:http";
import * as https from "node:https";
import { maxOutputLength } from "./check-definition.ts";
import type { CheckStatus, HttpTarget, ProbeResult } from "./check-definition.ts";
import { limitOutput } from "./probe.ts";

/**
 * One request on a connection of its own. Redirects are not followed: a check vouches for the instance it asks and not
 * for whom that points at. Rejects when no answer comes; once the status is there it decides, whatever becomes of the
 * body.
 */
export async function probeHttp(target: HttpTarget, signal: AbortSignal): Promise<ProbeResult> {
  const response = await send(target, signal);
  const line = `${response.statusCode ?? 0} ${response.statusMessage ?? ""}`.trimEnd();
  const body = await beginningOf(response);
  return {
    status: statusOf(response.statusCode ?? 0),
    output: limitOutput(`${describeHttp(target)}: ${line} Output: ${body}`),
  };
}

/** Method and URL, without the credentials a URL may hold. */
export function describeHttp({ method, url }: HttpTarget): string {
  if (!URL.canParse(url)) return `HTTP ${method} ${url}`;
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  return `HTTP ${method} ${shown.href}`;
}

async function send(target: HttpTarget, signal: AbortSignal): Promise<http.IncomingMessage> {
  const url = parseUrl(target.url);
  const { method, tlsSkipVerify = false } = target;
  const headers = Object.fromEntries(
    Object.entries(target.headers).map(([name, values]) => [name, headerValue(values)]),
  );
  // Without an agent every run dials anew: a kept connection would hide that nobody is listening any more.
  const options = { method, headers, signal, agent: false, rejectUnauthorized: !tlsSkipVerify };
  const request = url.protocol === "https:" ? https.request(url, options) : http.request(url, options);
  // An error after the answer ends the reading of the body, which copes.
  request.on("error", () => undefined);
  request.end();
  const [response] = (await once(request, "response", { signal })) as [http.IncomingMessage];
  return response;
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new Error("not a URL of http or https");
}

/** One value as such: Node takes a list for `set-cookie` and the like, not for `host`. */
function headerValue(values: readonly string[]): string | string[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : [...values];
}

async function beginningOf(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      // Leaving the loop closes the connection.
      if (length >= maxOutputLength) break;
    }
  } catch {
    // Cut off by the server or by the end of the time: what came so far is all there is to show.
  }
  return Buffer.concat(chunks).subarray(0, maxOutputLength).toString("utf8");
}

function statusOf(statusCode: number): CheckStatus {
  if (statusCode >= 200 && statusCode <= 299) return "passing";
  // Too Many Requests: alive, and asking for less.
  return statusCode === 429 ? "warning" : "critical";
}
