import type { Socket } from "node:net";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import type { Logger } from "../../../platform/logger.ts";
import { controllerService, providerService } from "../protocol/grpc-service.ts";
import type { ProviderHandlers } from "../protocol/provider-calls.ts";
import type { OwnCertificate } from "./own-certificate.ts";

export interface PluginServerOptions {
  readonly handlers: ProviderHandlers;
  readonly logger: Logger;
  readonly security: PluginSecurity;
  /** Where connections come from. */
  readonly socket: { accept(take: (socket: Socket) => void): void };
}

/** Each end shows the other a certificate that it has announced before; or neither does. */
export type PluginSecurity =
  | { readonly kind: "mutual-tls"; readonly own: OwnCertificate; readonly clientCertificatePem: string }
  | { readonly kind: "none" };

/** As much as the client itself takes; a set of documents is megabytes. */
const maxMessageBytes = 256 * 1024 * 1024;

/** Answers a provider's calls until one of them says that it is done. */
export async function servePlugin({
  handlers,
  logger,
  security,
  socket,
}: PluginServerOptions): Promise<void> {
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  const done = new Promise<void>((resolve) => {
    const services = [providerService(handlers, logger), controllerService(resolve)];
    for (const { definition, implementation } of services) server.addService(definition, implementation);
  });
  const injector = server.createConnectionInjector(credentials(security));
  socket.accept((connection) => {
    injector.injectConnection(connection);
    // It was not read from so far. TLS reads by itself; HTTP/2 on a plain connection expects that somebody does.
    if (security.kind === "none") connection.resume();
  });
  await done;
  await stop(server);
}

/** Only the one that started us holds the key to the certificate it announced. */
function credentials(security: PluginSecurity): ServerCredentials {
  if (security.kind === "none") return ServerCredentials.createInsecure();
  const { own, clientCertificatePem } = security;
  const keyPair = { private_key: Buffer.from(own.privateKeyPem), cert_chain: Buffer.from(own.pem) };
  return ServerCredentials.createSsl(Buffer.from(clientCertificatePem), [keyPair], true);
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
