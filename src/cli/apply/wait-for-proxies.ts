import type { AgentClient } from "../../client/agent-client.ts";
import type { RevisionResponse } from "../../client/api-types.ts";

export interface WaitOptions {
  readonly revision: number;
  readonly timeoutMs: number;
  /** Called about once a second while proxies are awaited. */
  readonly onProgress: (state: RevisionResponse) => void;
}

/** Waits until every connected proxy has acknowledged or refused the revision; the last state when time runs out. */
export async function waitForProxies(
  client: AgentClient,
  { revision, timeoutMs, onProgress }: WaitOptions,
): Promise<RevisionResponse> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const leftMs = Math.max(1, deadline - performance.now());
    const state = await client.revision(revision, Math.min(1000, leftMs));
    if (state.settled || performance.now() >= deadline) return state;
    onProgress(state);
  }
}
