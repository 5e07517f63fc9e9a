import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { keySetText } from "../key-set.ts";
import type { GraphCheck } from "./graph-check.ts";

export const unreadableKeySetPages: readonly ErrorPage[] = [
  {
    code: graphCodes.unreadableKeySet,
    title: "Keys of a token issuer that cannot be read",
    meaning:
      '`jwks` holds a key set as RFC 7517 describes it, `{"keys": [...]}`, either as JSON or as base64 of it. A sidecar that gets anything else refuses its whole configuration.',
    wrong: `jwt_provider "own" {
  issuer = "https://id.internal"
  json_web_key_set {
    local { jwks = "-----BEGIN PUBLIC KEY-----" }
  }
}`,
    right: `jwt_provider "own" {
  issuer = "https://id.internal"
  json_web_key_set {
    local {
      jwks = jsonencode({
        keys = [{ kty = "oct", alg = "HS256", kid = "1", k = "c2VjcmV0" }]
      })
    }
  }
}`,
    wayOut: 'Give the key set that the issuer publishes, as with `jwks = file("keys.json")`.',
  },
];

/** Keys given in a document must be a key set: Envoy refuses a whole listener over one that is none. */
export const unreadableKeySet: GraphCheck = ({ index }) =>
  [...index.jwtProviders.values()].flatMap((entry) => {
    const jwks = entry.value.json_web_key_set.local?.jwks;
    if (jwks === undefined || keySetText(jwks) !== undefined) return [];
    return error({
      code: graphCodes.unreadableKeySet,
      summary: "These keys cannot be read",
      detail:
        'A key set is an object with a list "keys", each with its "kty": as JSON, or as base64 of that. Give the set that the issuer publishes.',
      subject: entry.rangeAt("json_web_key_set", "local", "jwks"),
    });
  });
