import type { JwtProvider } from "../../config/gen/entries.ts";
import { error, warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { placeAt, placesWithin, placeWithin } from "./places/place.ts";
import type { Place } from "./places/place.ts";

export const jwtProviderFormPages: readonly ErrorPage[] = [
  {
    code: graphCodes.keySetForm,
    title: "Keys from nowhere, or from two places",
    meaning:
      "The keys of an issuer are given in the document or lie in a file (`local`), or they are fetched (`remote`): one of these. The authorities that are trusted when they are fetched are given in one way, too. A certificate plays no part where the address begins with `http:`.",
    wrong: `jwt_provider "own" {
  issuer = "https://id.example.com"
  json_web_key_set {
    local {}
  }
}`,
    right: `jwt_provider "own" {
  issuer = "https://id.example.com"
  json_web_key_set {
    local { filename = "/etc/keys.json" }
  }
}`,
    wayOut: "Say where the keys are, in one way.",
  },
  {
    code: graphCodes.tokenLocationForm,
    title: "A place of tokens that is none, or two",
    meaning:
      "A `location` is one place where requests bring their token: a header, a query parameter or a cookie. Several places are several blocks; a token is looked for in each of them.",
    wrong: `jwt_provider "own" {
  issuer = "https://id.example.com"
  json_web_key_set {
    local { filename = "/etc/keys.json" }
  }
  location {
    cookie { name = "token" }
    query_param { name = "token" }
  }
}`,
    right: `jwt_provider "own" {
  issuer = "https://id.example.com"
  json_web_key_set {
    local { filename = "/etc/keys.json" }
  }
  location {
    cookie { name = "token" }
  }
  location {
    query_param { name = "token" }
  }
}`,
    wayOut: "Give each place a `location` block of its own.",
  },
];

/** Keys come from one place, and each location of tokens is one. */
export const jwtProviderForm: GraphCheck = ({ index }) =>
  [...index.jwtProviders.values()].flatMap((entry) =>
    placeAt(entry, [], entry.value).flatMap((provider) => [
      ...keySetProblems(provider),
      ...authorityProblems(provider),
      ...placesWithin(provider, ["locations"], provider.value.locations).flatMap((location) =>
        exactlyOne(location, {
          code: graphCodes.tokenLocationForm,
          what: "location",
          fields: ["header", "query_param", "cookie"],
        }),
      ),
    ]),
  );

function keySetProblems(provider: Place<JwtProvider>): readonly Diagnostic[] {
  const code = graphCodes.keySetForm;
  const keySet = provider.value.json_web_key_set;
  return [
    ...placeWithin(provider, ["json_web_key_set"], keySet).flatMap((place) =>
      exactlyOne(place, { code, what: "key set", fields: ["local", "remote"] }),
    ),
    ...placeWithin(provider, ["json_web_key_set", "local"], keySet.local).flatMap((place) =>
      exactlyOne(place, { code, what: "local key set", fields: ["jwks", "filename"] }),
    ),
  ];
}

function authorityProblems(provider: Place<JwtProvider>): readonly Diagnostic[] {
  const { uri, jwks_cluster } = provider.value.json_web_key_set.remote ?? {};
  const path = ["json_web_key_set", "remote", "jwks_cluster", "tls_certificates"] as const;
  const certificates = placeWithin(provider, path, jwks_cluster?.tls_certificates);
  return certificates.flatMap((place) => [
    ...placeWithin(place, ["trusted_ca"], place.value.trusted_ca).flatMap((trusted) =>
      exactlyOne(trusted, {
        code: graphCodes.keySetForm,
        what: "set of authorities",
        fields: ["filename", "environment_variable", "inline_string", "inline_bytes"],
      }),
    ),
    ...(uri?.startsWith("http:")
      ? [
          warning({
            code: graphCodes.keySetForm,
            summary: "Certificates where no TLS is spoken",
            detail: "The keys are fetched by http, without TLS. Write https, or remove the certificates.",
            subject: place.range,
          }),
        ]
      : []),
  ]);
}

interface Choice<F extends string> {
  readonly code: typeof graphCodes.keySetForm | typeof graphCodes.tokenLocationForm;
  readonly what: string;
  readonly fields: readonly F[];
}

function exactlyOne<F extends string>(
  { value, range, rangeAt }: Place<Readonly<Partial<Record<F, unknown>>>>,
  { code, what, fields }: Choice<F>,
): readonly Diagnostic[] {
  const [first, second] = fields.filter((field) => value[field] !== undefined);
  if (first !== undefined && second === undefined) return [];
  const wanted = `exactly one of ${fields.join(", ")}`;
  if (first === undefined || second === undefined)
    return [
      error({ code, summary: `Nothing in this ${what}`, detail: `Give it ${wanted}.`, subject: range }),
    ];
  return [
    error({
      code,
      summary: `Two things in this ${what}`,
      detail: `It has ${wanted}. Remove one of the two.`,
      subject: rangeAt(second),
      related: [{ message: "The other is here.", range: rangeAt(first) }],
    }),
  ];
}
