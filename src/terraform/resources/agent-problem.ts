import { AgentError } from "../../client/agent-client.ts";
import { providerError } from "../framework/provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../framework/provider-diagnostic.ts";
import type { KnownConnection } from "./connection.ts";

/** What an agent answered, or why there is no answer. */
export type Asked<T> =
  | { readonly kind: "answer"; readonly value: T }
  | { readonly kind: "problem"; readonly problem: ProviderDiagnostic };

/** Asks the agent; that it cannot be reached, or says no, is something to tell and no exception. */
export async function askAgent<T>(
  { client, timeoutMs }: KnownConnection,
  ask: (client: KnownConnection["client"]) => Promise<T>,
): Promise<Asked<T>> {
  try {
    return { kind: "answer", value: await ask(client) };
  } catch (cause) {
    if (!(cause instanceof AgentError)) throw cause;
    return { kind: "problem", problem: problemOf(cause, client.address, timeoutMs) };
  }
}

function problemOf(cause: AgentError, address: string, timeoutMs: number): ProviderDiagnostic {
  switch (cause.code) {
    case "unreachable":
      return isTimeout(cause.cause)
        ? providerError({
            summary: "The agent does not answer in time",
            detail: `The agent at ${address} gave no answer within ${timeoutMs / 1000} s. Look at its load and at the network between; the provider's "timeout" sets how long a request may take.`,
          })
        : providerError({
            summary: "No agent answers",
            detail: `Nobody answers at ${address} (${reasonOf(cause.cause)}). Start an agent there with \`mesh agent -dev\`, or correct the provider's "address" or MESH_HTTP_ADDR.`,
          });
    case "malformed":
      return providerError({
        summary: "No Meshwork agent",
        detail: `What answers at ${address} is no Meshwork agent of this version. Correct the provider's "address" or MESH_HTTP_ADDR, or update the agent.`,
      });
    case "refused":
      return providerError({
        summary: "The agent refused the request",
        detail: `The agent at ${address} says: ${cause.message} If it asks who you are, correct the provider's "token".`,
      });
  }
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && (cause.name === "TimeoutError" || cause.name === "AbortError");
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Error && cause.message !== "") return cause.message;
  const isCoded = typeof cause === "object" && cause !== null && "code" in cause;
  return isCoded ? String(cause.code) : "no connection";
}
