import { Client, ChannelCredentials } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import type { OwnCertificate } from "../../../src/terraform/wire/plugin/own-certificate.ts";
import { providerCalls } from "../../../src/terraform/wire/protocol/provider-calls.ts";

/** The two ends' certificates, as far as the client shows or trusts one. */
export interface ClientSecurity {
  readonly own?: OwnCertificate;
  /** Of the server, as the handshake has it: DER in Base64. */
  readonly trusted: string;
}

/** What Terraform does with a plugin that it has started. */
export class PluginClient {
  readonly #client: Client;

  /** The client of a handshake's line; without `own`, one that shows no certificate. */
  static of(line: string, own?: OwnCertificate): PluginClient {
    const [, , , path = "", , trusted = ""] = line.split("|");
    return new PluginClient(path, trusted === "" ? undefined : { trusted, ...(own && { own }) });
  }

  constructor(path: string, security: ClientSecurity | undefined) {
    this.#client = new Client(`unix:${path}`, credentials(security), {
      "grpc.ssl_target_name_override": "localhost",
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
  }

  /** The answer's bytes. Rejects with a {@link ServiceError}. */
  call(path: string, request: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        (bytes: Uint8Array) => Buffer.from(bytes),
        (bytes: Buffer) => new Uint8Array(bytes),
        request,
        (cause: ServiceError | null, answer?: Uint8Array) =>
          answer ? resolve(answer) : reject(cause ?? new Error("no answer")),
      );
    });
  }

  stopProvider(): Promise<Uint8Array> {
    return this.call("/tfplugin6.Provider/StopProvider", providerCalls.StopProvider.request.encode({}));
  }

  /** Ends the plugin. */
  async shutdown(): Promise<void> {
    await this.call("/plugin.GRPCController/Shutdown");
    this.close();
  }

  close(): void {
    this.#client.close();
  }
}

function credentials(security: ClientSecurity | undefined): ChannelCredentials {
  if (!security) return ChannelCredentials.createInsecure();
  const { own, trusted } = security;
  const pem = `-----BEGIN CERTIFICATE-----\n${trusted}${"=".repeat((4 - (trusted.length % 4)) % 4)}\n-----END CERTIFICATE-----\n`;
  if (!own) return ChannelCredentials.createSsl(Buffer.from(pem));
  return ChannelCredentials.createSsl(Buffer.from(pem), Buffer.from(own.privateKeyPem), Buffer.from(own.pem));
}
