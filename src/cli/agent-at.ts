import { AgentClient } from "../client/agent-client.ts";
import { nodeFetch } from "../platform/node/fetch.ts";

/** A client of the agent at an address such as `http://127.0.0.1:8500`. */
export function agentAt(address: string): AgentClient {
  return new AgentClient({ address, fetch: nodeFetch });
}
