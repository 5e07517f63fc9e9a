import type { RevisionResponse } from "../client/api-types.ts";
import type { MeshService } from "./mesh-service.ts";

export interface RevisionWait {
  readonly revision: number;
  /** How long to wait for the proxies; 0 answers at once. */
  readonly waitMs: number;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

/** How a revision stands, as soon as every connected proxy has answered or the time is up. */
export function settledRevision(
  mesh: MeshService,
  { revision, waitMs, signal }: RevisionWait,
): Promise<RevisionResponse> {
  const now = mesh.revision(revision);
  if (now.settled || waitMs === 0 || signal.aborted) return Promise.resolve(now);
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener("abort", finish);
      resolve(mesh.revision(revision));
    };
    const timer = setTimeout(finish, waitMs);
    const unsubscribe = mesh.onProxyChange(() => {
      if (mesh.revision(revision).settled) finish();
    });
    signal.addEventListener("abort", finish, { once: true });
  });
}
