import { createSign, generateKeyPairSync } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Server } from "node:http";
import { X509CertificateGenerator, SubjectAlternativeNameExtension } from "../../src/ca/x509-library.ts";

/** What a token says. */
export type Claims = Readonly<Record<string, unknown>>;

/** Issues JSON Web Tokens (RFC 7519) that are signed with ES256. */
export class TokenIssuer {
  readonly #privateKey: KeyObject;
  readonly #keyId: string;
  /** The keys that prove its tokens, as JSON (RFC 7517). */
  readonly keySet: string;

  constructor(keyId: string) {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.#privateKey = privateKey;
    this.#keyId = keyId;
    const key = { ...publicKey.export({ format: "jwk" }), kid: keyId, alg: "ES256", use: "sig" };
    this.keySet = JSON.stringify({ keys: [key] });
  }

  sign(claims: Claims): string {
    const signed = `${encoded({ alg: "ES256", typ: "JWT", kid: this.#keyId })}.${encoded(claims)}`;
    const signature = createSign("sha256")
      .update(signed)
      .sign({ key: this.#privateKey, dsaEncoding: "ieee-p1363" });
    return `${signed}.${signature.toString("base64url")}`;
  }
}

/** A token that nobody has signed. */
export function unsignedToken(claims: Claims): string {
  return `${encoded({ alg: "none", typ: "JWT" })}.${encoded(claims)}.`;
}

/** Serves the keys of an issuer on loopback, by http or https. */
export class KeySetServer {
  readonly #server: Server;
  /** How often they were asked for. */
  hits = 0;
  /** What it answers with. */
  keySet: string;

  private constructor(keySet: string, tls: ServerCertificate | undefined) {
    this.keySet = keySet;
    const answer = (_: unknown, response: { end(body: string): unknown }): void => {
      this.hits += 1;
      response.end(this.keySet);
    };
    this.#server = tls ? createTlsServer(tls, answer) : createServer(answer);
  }

  static async listen(port: number, keySet: string, tls?: ServerCertificate): Promise<KeySetServer> {
    const server = new KeySetServer(keySet, tls);
    await new Promise<void>((resolve) => server.#server.listen(port, "127.0.0.1", resolve));
    return server;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Both as PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for an address, its own authority. */
export async function selfSignedFor(address: string): Promise<ServerCertificate> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=issuer",
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 3_600_000),
    extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: address }])],
  });
  const exported = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  return {
    cert: certificate.toString("pem"),
    key: `-----BEGIN PRIVATE KEY-----\n${exported}\n-----END PRIVATE KEY-----\n`,
  };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
