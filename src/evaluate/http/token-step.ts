import type { JsonObject, JsonValue } from "../../envoy/codec/json-form.ts";
import type { Any } from "../../envoy/gen/any.ts";
import type {
  JwtAuthentication,
  JwtProvider,
} from "../../envoy/gen/envoy.extensions.filters.http.jwt_authn.v3.ts";
import { always } from "../condition/condition.ts";
import { matchCondition } from "./route-match.ts";
import type { FilterPass, FilterStep } from "./filter-pass.ts";
import { compileRequirement } from "./token-requirement.ts";
import type { Requirement, TokenProviders } from "./token-requirement.ts";
import { encodePayload, withoutToken } from "./token.ts";
import type { Token } from "./token.ts";

/** Under which the payloads of tokens are found by later filters. */
const metadataNamespace = "envoy.filters.http.jwt_authn";

/**
 * The filter of tokens. A token's claims are read, its signature is not checked: what the answer says of a request
 * with a token holds if the token is genuine.
 */
export function tokenStep(config: JwtAuthentication, override: Any | undefined): FilterStep {
  const providers: TokenProviders = new Map(Object.entries(config.providers ?? {}));
  const requirementOf = chooseRequirement(config, { override, providers });
  return (pass) => {
    const requirement = requirementOf(pass);
    if (!requirement) return;
    const outcome = requirement(pass.view);
    for (const refused of outcome.refused)
      note(pass, refused.provider.failed_status_in_metadata, { message: refused.failure });
    for (const accepted of outcome.accepted) accept(pass, accepted);
    if (outcome.failure === undefined) return;
    const status = outcome.failure === "Audiences in Jwt are not allowed" ? 403 : 401;
    const details = `jwt_authn_access_denied{${outcome.failure.replaceAll(" ", "_")}}`;
    pass.answer(1, { verdict: "denied", status, details });
  };
}

function chooseRequirement(
  { rules = [], requirement_map = {} }: JwtAuthentication,
  { override, providers }: { readonly override: Any | undefined; readonly providers: TokenProviders },
): (pass: FilterPass) => Requirement | undefined {
  const named = (name: string | undefined): Requirement | undefined => {
    const requirement = name === undefined ? undefined : requirement_map[name];
    return requirement && compileRequirement(requirement, providers);
  };
  if (
    override?.["@type"] === "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig"
  ) {
    const requirement = override.disabled ? undefined : named(override.requirement_name);
    return () => requirement;
  }
  const compiled = rules.map(({ match, requires, requirement_name }) => ({
    condition: match ? matchCondition(match) : always,
    requirement: requires ? compileRequirement(requires, providers) : named(requirement_name),
  }));
  return ({ view }) => compiled.find(({ condition }) => condition.holds(view))?.requirement;
}

/** Later filters see the claims; the application sees the token only if the provider forwards it. */
function accept(
  pass: FilterPass,
  { provider, token }: { readonly provider: JwtProvider; readonly token: Token },
): void {
  note(pass, provider.payload_in_metadata, token.claims);
  const headers = new Map(pass.view.headers);
  const set = (name: string, value: string): void => {
    headers.set(name.toLowerCase(), [value]);
    pass.changes.push({ kind: "set", name: name.toLowerCase(), value });
  };
  if (provider.forward_payload_header) set(provider.forward_payload_header, encodePayload(token, provider));
  for (const { header_name = "", claim_name = "" } of provider.claim_to_headers ?? []) {
    const claim = claimAt(token.claims, claim_name);
    if (claim !== undefined) set(header_name, typeof claim === "string" ? claim : JSON.stringify(claim));
  }
  if (!provider.forward && token.place) {
    withoutToken(headers, token.place);
    if (token.place.kind === "header") pass.changes.push({ kind: "removed", name: token.place.name });
  }
  pass.view = pass.view.withHeaders(headers);
}

/** Leaves something for later filters, under a key that need not be given. */
function note(pass: FilterPass, key: string | undefined, value: JsonObject): void {
  if (!key) return;
  const known = pass.view.metadata[metadataNamespace];
  pass.view = pass.view.withMetadata(metadataNamespace, { ...(isObject(known) ? known : {}), [key]: value });
}

/** Names of claims within claims are joined by dots. */
function claimAt(claims: JsonObject, name: string): JsonValue | undefined {
  let value: JsonValue | undefined = claims;
  for (const key of name.split(".")) value = isObject(value) ? value[key] : undefined;
  return value;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
