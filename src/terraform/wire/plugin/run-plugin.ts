import type { Logger } from "../../../platform/logger.ts";
import type { ProviderHandlers } from "../protocol/provider-calls.ts";
import { handshakeLine } from "./handshake.ts";
import type { Handshake } from "./handshake.ts";
import { createOwnCertificate } from "./own-certificate.ts";
import { PluginSocket } from "./plugin-socket.ts";
import type { PluginSecurity } from "./serve-plugin.ts";

export interface PluginOptions {
  readonly handshake: Handshake;
  /** Takes the one line that the client waits for. */
  readonly announce: (line: string) => void;
  /** What is served; loaded after the announcement, for which it is not needed. */
  readonly loadHandlers: () => Promise<ProviderHandlers>;
  readonly logger: Logger;
  /** Milliseconds since the epoch, for the certificate. */
  readonly nowMs: number;
}

/**
 * Serves a provider to the program that started this one; resolves when that says that it is done.
 *
 * The client waits for the announcement, and has things of its own to do after it: most of a provider, the gRPC server
 * included, is loaded meanwhile.
 */
export async function runPlugin({
  handshake,
  announce,
  loadHandlers,
  logger,
  nowMs,
}: PluginOptions): Promise<void> {
  const security = securityFor(handshake, nowMs);
  const socket = await PluginSocket.open(handshake.socketDirectory);
  try {
    announce(handshakeLine(socket.path, security.kind === "none" ? undefined : security.own.der));
    const [{ servePlugin }, handlers] = await Promise.all([import("./serve-plugin.ts"), loadHandlers()]);
    await servePlugin({ handlers, logger, security, socket });
  } finally {
    socket.close();
  }
}

function securityFor({ clientCertificatePem }: Handshake, nowMs: number): PluginSecurity {
  if (clientCertificatePem === undefined) return { kind: "none" };
  return { kind: "mutual-tls", own: createOwnCertificate(nowMs), clientCertificatePem };
}
