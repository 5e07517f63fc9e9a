import { fromBase64, toBase64 } from "../../envoy/codec/base64.ts";
import { isMembers } from "../../envoy/codec/json-form.ts";
import type { JsonObject, JsonValue } from "../../envoy/codec/json-form.ts";
import type { JwtHeader, JwtProvider } from "../../envoy/gen/envoy.extensions.filters.http.jwt_authn.v3.ts";
import { queryParameter } from "../condition/query-condition.ts";
import type { RequestView } from "../condition/request-view.ts";

/** A JSON Web Token whose claims were read and whose signature was not checked. */
export interface Token {
  readonly claims: JsonObject;
  /** Undefined for one that the request is taken to carry. */
  readonly place: TokenPlace | undefined;
}

export interface TokenPlace {
  readonly kind: "header" | "query parameter" | "cookie";
  /** Lower-case for a header. */
  readonly name: string;
}

/** What stands where a provider looks for tokens. */
export interface Found {
  readonly tokens: readonly Token[];
  /** Something stands there that is no token. */
  readonly isMalformed: boolean;
}

const bearer: JwtHeader = { name: "authorization", value_prefix: "Bearer " };

/** The tokens of a request for a provider: those that it is taken to carry, then those that it does carry. */
export function tokensFor(provider: JwtProvider, view: RequestView): Found {
  const read = [...inHeaders(provider, view), ...elsewhere(provider, view)].map(readToken);
  return {
    tokens: [
      ...view.claims.map((claims) => ({ claims, place: undefined })),
      ...read.filter((token) => token !== undefined),
    ],
    isMalformed: read.includes(undefined),
  };
}

/** The headers of a request without a token that its provider keeps from the application. */
export function withoutToken(headers: Map<string, readonly string[]>, place: TokenPlace): void {
  if (place.kind === "header") headers.delete(place.name);
  const [path = ""] = headers.get(":path") ?? [];
  // Envoy leaves cookies as they are.
  if (place.kind === "query parameter") headers.set(":path", [withoutParameter(path, place.name)]);
}

/** Envoy writes the other parameters anew: sorted by name, each with a value, and without their escapes. */
function withoutParameter(path: string, name: string): string {
  const start = path.indexOf("?");
  const rest = path
    .slice(start + 1)
    .split("&")
    .map((pair) => splitAt(pair, "=").map(unescaped))
    .filter(([key]) => key !== name)
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key = "", value = ""]) => `${key}=${value}`);
  return rest.length === 0 ? path.slice(0, start) : `${path.slice(0, start)}?${rest.join("&")}`;
}

function unescaped(text: string): string {
  return text.replace(/%[0-7][0-9A-Fa-f]/g, (escape) => String.fromCharCode(parseInt(escape.slice(1), 16)));
}

/** What the provider passes on in a header of its own: the payload in base64url. */
export function encodePayload({ claims }: Token, { pad_forward_payload_header }: JwtProvider): string {
  const padded = toBase64(new TextEncoder().encode(JSON.stringify(claims)))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
  return pad_forward_payload_header ? padded : padded.replace(/=+$/, "");
}

interface TokenText {
  readonly text: string;
  readonly place: TokenPlace;
}

function inHeaders(provider: JwtProvider, view: RequestView): readonly TokenText[] {
  return (looksEverywhere(provider) ? [bearer] : (provider.from_headers ?? [])).flatMap(
    ({ name = "", value_prefix = "" }) => {
      const header = name.toLowerCase();
      const value = view.header(header);
      const start = value?.indexOf(value_prefix) ?? -1;
      if (value === undefined || start < 0) return [];
      // The token ends where no character of one stands.
      const text = /^[\w\-.=+/]*/.exec(value.slice(start + value_prefix.length).trimStart())?.[0] ?? "";
      return [{ text, place: { kind: "header", name: header } }];
    },
  );
}

function elsewhere(provider: JwtProvider, view: RequestView): readonly TokenText[] {
  const parameters = looksEverywhere(provider) ? ["access_token"] : (provider.from_params ?? []);
  const cookies = new Map((view.header("cookie") ?? "").split(/; */).map((pair) => splitAt(pair, "=")));
  return [
    ...parameters.map((name) => found(queryParameter(view.path, name), { kind: "query parameter", name })),
    ...(provider.from_cookies ?? []).map((name) => found(cookies.get(name), { kind: "cookie", name })),
  ].flat();
}

/** A provider that names no place finds tokens where most bring them. */
function looksEverywhere({ from_headers = [], from_params = [], from_cookies = [] }: JwtProvider): boolean {
  return from_headers.length + from_params.length + from_cookies.length === 0;
}

function found(text: string | undefined, place: TokenPlace): readonly TokenText[] {
  return text === undefined ? [] : [{ text, place }];
}

function splitAt(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function readToken({ text, place }: TokenText): Token | undefined {
  const [header = "", payload = "", signature, ...more] = text.split(".");
  if (signature === undefined || more.length > 0) return undefined;
  const { alg } = readObject(header) ?? {};
  const claims = readObject(payload);
  return typeof alg === "string" && algorithm.test(alg) && claims ? { claims, place } : undefined;
}

/** Those that Envoy verifies. */
const algorithm = /^([RPE]S(256|384|512)|HS(256|384|512)|EdDSA)$/;

function readObject(base64: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(fromBase64(base64)));
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Neither base64 nor JSON: Envoy says the same of both.
    return undefined;
  }
}

/** What JSON.parse gives is JSON throughout. */
function isJsonObject(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return isMembers(value);
}
