import type { AgentClient } from "../../client/agent-client.ts";

/** What the provider's configuration comes to. */
export type MeshConnection = KnownConnection | UnknownConnection;

export interface KnownConnection {
  readonly kind: "known";
  readonly client: AgentClient;
  /** How long one request may take. */
  readonly timeoutMs: number;
  /** The set of resources that name none. */
  readonly defaultSet: string;
}

/** Something of it will only be known when other things were applied: until then nobody can be asked. */
export interface UnknownConnection {
  readonly kind: "unknown";
}
