import type { JsonValue } from "../../envoy/codec/json-form.ts";
import type {
  JwtProvider,
  JwtRequirement,
} from "../../envoy/gen/envoy.extensions.filters.http.jwt_authn.v3.ts";
import type { RequestView } from "../condition/request-view.ts";
import { stringTest } from "../condition/string-test.ts";
import { tokensFor } from "./token.ts";
import type { Token } from "./token.ts";

export type TokenProviders = ReadonlyMap<string, JwtProvider>;

/** Why a requirement is not met, in Envoy's words. */
export type TokenFailure =
  | "Jwt is missing"
  | "Jwt is not in the form of Header.Payload.Signature"
  | "Jwt issuer is not configured"
  | "Jwt subject is not allowed"
  | "Audiences in Jwt are not allowed"
  | "Jwt provider is not configured";

export interface RequirementOutcome {
  /** Undefined when the requirement is met. */
  readonly failure: TokenFailure | undefined;
  readonly accepted: readonly AcceptedToken[];
  readonly refused: readonly RefusedToken[];
}

/** A provider that has accepted no token, and why. */
export interface RefusedToken {
  readonly provider: JwtProvider;
  readonly failure: TokenFailure;
}

export interface AcceptedToken {
  readonly provider: JwtProvider;
  readonly token: Token;
}

export type Requirement = (view: RequestView) => RequirementOutcome;

/** `JwtRequirement`: a provider's token, all or any of several requirements, or leave to have none. */
export function compileRequirement(requirement: JwtRequirement, providers: TokenProviders): Requirement {
  const { provider_name, provider_and_audiences, requires_any, requires_all } = requirement;
  if (provider_name !== undefined) return fromProvider(providers.get(provider_name), undefined);
  if (provider_and_audiences)
    return fromProvider(
      providers.get(provider_and_audiences.provider_name ?? ""),
      provider_and_audiences.audiences,
    );
  if (requires_all)
    return allRequired((requires_all.requirements ?? []).map((part) => compileRequirement(part, providers)));
  if (requires_any) return anyRequired(requires_any.requirements ?? [], providers);
  // Alone, leave to have none looks at every provider.
  const isLenient = requirement.allow_missing_or_failed !== undefined;
  if (!isLenient && !requirement.allow_missing) return () => met;
  return anyRequired(
    [...[...providers.keys()].map((name) => ({ provider_name: name })), requirement],
    providers,
  );
}

const met: RequirementOutcome = { failure: undefined, accepted: [], refused: [] };

function fromProvider(
  provider: JwtProvider | undefined,
  audiences: readonly string[] | undefined,
): Requirement {
  if (!provider) return () => ({ ...met, failure: "Jwt provider is not configured" });
  return (view) => {
    const { tokens, isMalformed } = tokensFor(provider, view);
    let failure: TokenFailure = isMalformed
      ? "Jwt is not in the form of Header.Payload.Signature"
      : "Jwt is missing";
    for (const token of tokens) {
      const wrong = wrongClaim(token, provider, audiences ?? provider.audiences ?? []);
      if (wrong === undefined) {
        view.assume(
          "The token was taken to be genuine and of today: neither its signature nor its times were checked.",
        );
        return { ...met, accepted: [{ provider, token }] };
      }
      failure = wrong;
    }
    return { failure, accepted: [], refused: [{ provider, failure }] };
  };
}

function wrongClaim(
  { claims, place }: Token,
  provider: JwtProvider,
  audiences: readonly string[],
): TokenFailure | undefined {
  const { iss, sub, aud } = claims;
  // Claims that are given without an issuer stand for a token of whichever is asked for.
  const isOfProvider = iss === provider.issuer || (iss === undefined && !place);
  if (provider.issuer && !isOfProvider) return "Jwt issuer is not configured";
  if (provider.subjects && !(typeof sub === "string" && stringTest(provider.subjects).test(sub)))
    return "Jwt subject is not allowed";
  const isAllowed =
    audiences.length === 0 || texts(aud).some((audience) => audiences.map(bare).includes(bare(audience)));
  return isAllowed ? undefined : "Audiences in Jwt are not allowed";
}

/** Audiences are compared without their scheme and last slash. */
function bare(audience: string): string {
  return audience.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

function texts(value: JsonValue | undefined): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((item) => typeof item === "string");
}

function allRequired(parts: readonly Requirement[]): Requirement {
  return (view) => {
    const accepted: AcceptedToken[] = [];
    const refused: RefusedToken[] = [];
    for (const part of parts) {
      const outcome = part(view);
      accepted.push(...outcome.accepted);
      refused.push(...outcome.refused);
      if (outcome.failure !== undefined) return { failure: outcome.failure, accepted, refused };
    }
    return { failure: undefined, accepted, refused };
  };
}

function anyRequired(requirements: readonly JwtRequirement[], providers: TokenProviders): Requirement {
  const isLeave = ({ allow_missing, allow_missing_or_failed }: JwtRequirement): boolean =>
    allow_missing !== undefined || allow_missing_or_failed !== undefined;
  const parts = requirements
    .filter((part) => !isLeave(part))
    .map((part) => compileRequirement(part, providers));
  const allowsFailed = requirements.some((part) => part.allow_missing_or_failed !== undefined);
  const allowsMissing = requirements.some((part) => part.allow_missing !== undefined);
  return (view) => {
    let failure: TokenFailure = "Jwt is missing";
    const refused: RefusedToken[] = [];
    for (const part of parts) {
      const outcome = part(view);
      refused.push(...outcome.refused);
      if (outcome.failure === undefined) return { ...outcome, refused };
      if (!isAbsence(outcome.failure) || isAbsence(failure)) failure = outcome.failure;
    }
    const isMet = allowsFailed || (allowsMissing && isAbsence(failure));
    return { failure: isMet ? undefined : failure, accepted: [], refused };
  };
}

/** A token of an issuer that the provider does not know counts as none. */
function isAbsence(failure: TokenFailure): boolean {
  return failure === "Jwt is missing" || failure === "Jwt issuer is not configured";
}
