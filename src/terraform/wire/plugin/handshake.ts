/** What the program that starts a plugin tells it through the environment. */
export interface Handshake {
  /** PEM of the certificate that the client will show; undefined when it asks for a plain connection. */
  readonly clientCertificatePem: string | undefined;
  /** Where the socket should lie; undefined leaves it to us. */
  readonly socketDirectory: string | undefined;
}

/** The cookie that says that a plugin was started by Terraform and not by a person. */
const magicCookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** The version of HashiCorp's plugin protocol, and that of Terraform's on top of it. */
const coreVersion = 1;
export const protocolVersion = 6;

/** What the environment asks for, or, as a text, why nothing can be served. */
export function readHandshake(environment: Readonly<Record<string, string | undefined>>): Handshake | string {
  if (environment["TF_PLUGIN_MAGIC_COOKIE"] !== magicCookie) {
    return "This program is a plugin: terraform and tofu start it by themselves. Install it with `mesh provider install`.";
  }
  const offered = (environment["PLUGIN_PROTOCOL_VERSIONS"] ?? "").split(",");
  if (!offered.includes(String(protocolVersion))) {
    return `This provider speaks protocol ${protocolVersion}, which the program that started it does not. Use Terraform 1.1 or newer, or OpenTofu.`;
  }
  return {
    clientCertificatePem: environment["PLUGIN_CLIENT_CERT"] || undefined,
    socketDirectory: environment["PLUGIN_UNIX_SOCKET_DIR"] || undefined,
  };
}

/** The line that answers: the first, and the last but for the log, that a plugin writes. */
export function handshakeLine(socketPath: string, certificate: Uint8Array | undefined): string {
  // The client wants Base64 without padding.
  const encoded = certificate ? Buffer.from(certificate).toString("base64").replace(/=+$/, "") : "";
  return `${coreVersion}|${protocolVersion}|unix|${socketPath}|grpc|${encoded}`;
}
