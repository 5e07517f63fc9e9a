import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

const pollMs = 25;

/**
 * Resolves with `ready` when Envoy serves: it has had its first configuration and its listeners are open. Polls Envoy's
 * admin interface, which tells nobody of its own accord, until `ended` does.
 *
 * Source: `/ready` in https://www.envoyproxy.io/docs/envoy/latest/operations/admin.
 */
export async function envoyReady(
  adminSocketPath: string,
  ended: Promise<unknown>,
): Promise<"ready" | "ended"> {
  let hasEnded = false;
  const end = ended.then(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    if (await isReady(adminSocketPath)) return "ready";
    await Promise.race([delay(pollMs), end]);
  }
  return "ended";
}

function isReady(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ socketPath, path: "/ready", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    // Envoy has not opened its socket yet.
    request.once("error", () => resolve(false));
  });
}
