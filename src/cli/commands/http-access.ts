import { readFileSync } from "node:fs";
import type { HttpAccess } from "../start-server.ts";

/** The files that say who may use an agent. */
export interface HttpAccessFiles {
  readonly tokenFile: string | undefined;
  readonly tlsCert: string | undefined;
  readonly tlsKey: string | undefined;
  readonly tlsClientCa: string | undefined;
}

/** Reads them; a text says what is wrong. An error of the system is thrown, as everywhere. */
export function readHttpAccess(files: HttpAccessFiles): HttpAccess | string {
  const { tokenFile, tlsCert, tlsKey, tlsClientCa } = files;
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    return "A certificate and its key belong together: give both -tls-cert and -tls-key.";
  if (tlsCert === undefined && tlsClientCa !== undefined)
    return "Clients show certificates over TLS alone: give -tls-cert and -tls-key too.";
  const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, "utf8").trim();
  if (token !== undefined && !isToken(token))
    return `${tokenFile} holds no token: one line of at least ${leastTokenLength} characters without spaces, such as \`openssl rand -hex 32\` makes.`;
  return { token, tls: readTls(files) };
}

function readTls({ tlsCert, tlsKey, tlsClientCa }: HttpAccessFiles): HttpAccess["tls"] {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  return {
    certificate: readFileSync(tlsCert, "utf8"),
    key: readFileSync(tlsKey, "utf8"),
    clientAuthorities: tlsClientCa === undefined ? undefined : readFileSync(tlsClientCa, "utf8"),
  };
}

/** 96 bits in base64: what nobody guesses over a network. */
const leastTokenLength = 16;

/** What a header may bear (RFC 6750: b68token). */
function isToken(text: string): boolean {
  return text.length >= leastTokenLength && /^[\w.~+/-]+=*$/.test(text);
}
