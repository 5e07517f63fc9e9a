import type { ApiProxy, ApiRejection, PlanRequest, RevisionResponse } from "../../../client/api-types.ts";
import { providerError } from "../../framework/provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";
import { askAgent } from "../agent-problem.ts";
import type { Asked } from "../agent-problem.ts";
import type { KnownConnection } from "../connection.ts";
import { placeText } from "./compiler-diagnostics.ts";

export interface ProxyWait {
  readonly revision: number;
  readonly timeoutMs: number;
  /** Aborted when the user does not want to wait any longer. */
  readonly signal: AbortSignal;
}

/** Waits until every connected proxy has answered; the last state when time runs out or nobody waits any longer. */
export async function awaitProxies(
  connection: KnownConnection,
  { revision, timeoutMs, signal }: ProxyWait,
): Promise<Asked<RevisionResponse>> {
  const deadline = performance.now() + timeoutMs;
  // A request must be done well before it would count as unanswered, and an interrupt should not wait long.
  const sliceMs = Math.min(500, connection.timeoutMs / 2);
  for (;;) {
    const leftMs = Math.max(1, deadline - performance.now());
    const asked = await askAgent(connection, (client) =>
      client.revision(revision, Math.min(sliceMs, leftMs)),
    );
    if (asked.kind === "problem" || asked.value.settled) return asked;
    if (signal.aborted || performance.now() >= deadline) return asked;
  }
}

/** What keeps a revision from counting as taken: refusals with the lines they come from, and silence. */
export function proxyProblems(
  { revision, settled, proxies }: RevisionResponse,
  { documents }: PlanRequest,
  isInterrupted: boolean,
): readonly ProviderDiagnostic[] {
  const refusals = proxies.flatMap(({ id, rejection }) =>
    rejection ? [refusal(id, rejection, documents)] : [],
  );
  if (refusals.length > 0 || settled) return refusals;
  const silent = proxies.filter((proxy) => isSilent(proxy, revision)).map(({ id }) => `"${id}"`);
  const why = isInterrupted ? "The apply was interrupted" : "The time is up";
  return [
    providerError({
      summary: isInterrupted ? "Interrupted" : "Not every proxy has answered",
      detail: `${why} before ${silent.join(", ")} took or refused revision ${revision}. See \`mesh status\`. "timeouts" sets how long an apply waits, "wait_for_proxies" whether it does.`,
    }),
  ];
}

function isSilent({ acknowledged_revision = -1, rejection }: ApiProxy, revision: number): boolean {
  return acknowledged_revision < revision && !rejection;
}

function refusal(
  id: string,
  { type, resources, message, origins }: ApiRejection,
  documents: PlanRequest["documents"],
): ProviderDiagnostic {
  const [first, ...others] = origins;
  const place = first ? `${placeText(first, snippetOf(first, documents))}\n\n` : "";
  const also = others.map(({ filename, start }) => ` Also from ${filename}:${start.line}.`);
  const names = resources.map((name) => `"${name}"`).join(", ");
  return providerError({
    summary: `${id} rejected its configuration`,
    detail: `${place}Envoy refused the ${type} ${names}: ${message}${/[.!?]$/.test(message) ? "" : "."} The proxy keeps what it had before. Correct the cause and apply again. [MESH5001]${also.join("")}`,
  });
}

function snippetOf(
  { filename, start }: ApiRejection["origins"][number],
  documents: PlanRequest["documents"],
) {
  const text = documents.find((document) => document.filename === filename)?.text;
  const code = text?.split("\n")[start.line - 1];
  if (code === undefined) return undefined;
  const bounds = { highlight_start_offset: 0, highlight_end_offset: 0, values: [] } as const;
  return { context: null, code, start_line: start.line, ...bounds };
}
