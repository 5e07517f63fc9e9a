import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { Logger } from "../../../platform/logger.ts";
import { controllerService, providerService } from "../protocol/grpc-service.ts";
import type { ProviderHandlers } from "../protocol/provider-calls.ts";
import { handshakeLine } from "./handshake.ts";
import type { Handshake } from "./handshake.ts";
import { createOwnCertificate } from "./own-certificate.ts";
import type { OwnCertificate } from "./own-certificate.ts";

export interface PluginOptions {
  readonly handlers: ProviderHandlers;
  readonly handshake: Handshake;
  readonly logger: Logger;
  /** Milliseconds since the epoch, for the certificate. */
  readonly nowMs: number;
  /** Takes the one line that the client waits for. */
  readonly announce: (line: string) => void;
}

/** As much as the client itself takes; a set of documents is megabytes. */
const maxMessageBytes = 256 * 1024 * 1024;

/** Serves a provider to the program that started this one; resolves when that says that it is done. */
export async function servePlugin({
  handlers,
  handshake,
  logger,
  nowMs,
  announce,
}: PluginOptions): Promise<void> {
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  const folder = mkdtempSync(join(handshake.socketDirectory ?? tmpdir(), "terraform-plugin-"));
  const socketPath = join(folder, "socket");
  try {
    const done = new Promise<void>((resolve) => {
      const services = [providerService(handlers, logger), controllerService(resolve)];
      for (const { definition, implementation } of services) server.addService(definition, implementation);
    });
    const { clientCertificatePem } = handshake;
    const certificate = clientCertificatePem === undefined ? undefined : createOwnCertificate(nowMs);
    await listen(server, socketPath, credentials(certificate, clientCertificatePem));
    announce(handshakeLine(socketPath, certificate?.der));
    await done;
    await stop(server);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Only the one that started us holds the key to the certificate it announced. */
function credentials(own: OwnCertificate | undefined, clientPem: string | undefined): ServerCredentials {
  if (!own || clientPem === undefined) return ServerCredentials.createInsecure();
  const keyPair = { private_key: Buffer.from(own.privateKeyPem), cert_chain: Buffer.from(own.pem) };
  return ServerCredentials.createSsl(Buffer.from(clientPem), [keyPair], true);
}

function listen(server: Server, socketPath: string, secured: ServerCredentials): Promise<void> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`unix:${socketPath}`, secured, (cause) => (cause ? reject(cause) : resolve()));
  });
}

/** Gives the answer to the call that ends us the time to leave. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, 500);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}
