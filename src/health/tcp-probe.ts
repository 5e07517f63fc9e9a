import { once } from "node:events";
import { connect } from "node:net";
import type { ProbeResult, TcpTarget } from "./check-definition.ts";

/** Opens a connection and closes it again; sends nothing. Rejects when it cannot be opened. */
export async function probeTcp({ host, port }: TcpTarget, signal: AbortSignal): Promise<ProbeResult> {
  const socket = connect({ host, port, signal });
  // A reset that follows the result has nobody left to tell.
  socket.on("error", () => undefined);
  try {
    await once(socket, "connect", { signal });
    return { status: "passing", output: `${describeTcp({ host, port })}: success` };
  } finally {
    socket.destroy();
  }
}

export function describeTcp({ host, port }: TcpTarget): string {
  return `TCP connect ${host}:${port}`;
}
