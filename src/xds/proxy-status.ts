import type { HeldBack, Refusal } from "./delta-event.ts";
import type { NodeIdentity } from "./delta-request.ts";

/** What a stream's observers are told; `streamId` grows with each stream of a server. */
export type StreamEvent = { readonly streamId: number; readonly atMs: number } & (
  | { readonly kind: "opened"; readonly node: NodeIdentity }
  /** The proxy is to hold this revision from now on; undefined while nothing is known of it. */
  | {
      readonly kind: "offered";
      readonly revision: number | undefined;
      /** With another one than before, earlier refusals do not stand any more. */
      readonly attempt?: number | undefined;
    }
  | { readonly kind: "acknowledged"; readonly revision: number }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | {
      readonly kind: "rejected";
      readonly revision: number;
      readonly refusal: Refusal;
      readonly held: readonly HeldBack[];
    }
  | { readonly kind: "closed" }
);

/** Told of everything that happens to streams, as it happens. */
export interface StreamObserver {
  observe(event: StreamEvent): void;
}

/** One connected proxy. Times are milliseconds since the Unix epoch. */
export interface ProxyStatus {
  readonly nodeId: string;
  readonly cluster: string;
  readonly connectedSinceMs: number;
  /** What the proxy should hold; undefined while nothing is known of it. */
  readonly currentRevision: number | undefined;
  /** The attempt at that revision; see the snapshot's. */
  readonly currentAttempt?: number | undefined;
  /** The last revision the proxy was seen to hold in full. */
  readonly acknowledgedRevision: number | undefined;
  /** The last revision that the proxy would not take in full. */
  readonly rejectedRevision: number | undefined;
  /** The latest refusal since the proxy last held a revision in full, or was offered one anew. */
  readonly lastRejection: (Refusal & { readonly atMs: number }) | undefined;
  /** Not sent, because what it refers to was refused. */
  readonly held: readonly HeldBack[];
}

/** Open streams by id. A proxy that reconnects may have two for a while; the newest speaks for it. */
export type StatusPage = ReadonlyMap<number, ProxyStatus>;

/** Pure: the page after an event. Events of unknown streams change nothing. */
export function stepStatus(page: StatusPage, event: StreamEvent): StatusPage {
  const next = new Map(page);
  if (event.kind === "opened") {
    const { id, cluster } = event.node;
    const known = { currentRevision: undefined, acknowledgedRevision: undefined, ...unrefused };
    return next.set(event.streamId, { nodeId: id, cluster, connectedSinceMs: event.atMs, ...known });
  }
  const status = page.get(event.streamId);
  if (!status) return page;
  if (event.kind !== "closed") return next.set(event.streamId, statusAfter(status, event));
  next.delete(event.streamId);
  return next;
}

type Report = Exclude<StreamEvent, { readonly kind: "opened" | "closed" }>;

function statusAfter(status: ProxyStatus, event: Report): ProxyStatus {
  switch (event.kind) {
    case "offered":
      return {
        ...status,
        ...(event.attempt !== status.currentAttempt && unrefused),
        currentRevision: event.revision,
        currentAttempt: event.attempt,
      };
    case "acknowledged":
      return { ...status, acknowledgedRevision: event.revision, ...unrefused };
    case "refused":
      return { ...status, lastRejection: { ...event.refusal, atMs: event.atMs } };
    case "rejected": {
      const { revision, refusal, held, atMs } = event;
      return { ...status, rejectedRevision: revision, lastRejection: { ...refusal, atMs }, held };
    }
  }
}

const unrefused = { rejectedRevision: undefined, lastRejection: undefined, held: [] } as const;

/** Which proxies are connected and how far each has come: an observer of streams that can itself be watched. */
export class ProxyStatusBook implements StreamObserver {
  #page: StatusPage = new Map();
  readonly #listeners = new Set<(nodeId: string) => void>();

  observe(event: StreamEvent): void {
    const before = this.#page;
    this.#page = stepStatus(before, event);
    const nodeId = (this.#page.get(event.streamId) ?? before.get(event.streamId))?.nodeId;
    if (nodeId === undefined) return;
    for (const listener of [...this.#listeners]) listener(nodeId);
  }

  /** The connected proxies, sorted by node id. */
  proxies(): readonly ProxyStatus[] {
    const byNode = new Map(
      [...this.#page].sort(([a], [b]) => a - b).map(([, status]) => [status.nodeId, status]),
    );
    return [...byNode.values()].sort((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
  }

  proxy(nodeId: string): ProxyStatus | undefined {
    let newest: ProxyStatus | undefined;
    for (const status of this.#page.values()) if (status.nodeId === nodeId) newest = status;
    return newest;
  }

  /** Calls `listener` with the node's id after each change to its status, until the returned function is called. */
  onChange(listener: (nodeId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
