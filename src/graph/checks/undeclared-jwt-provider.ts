import type { JwtRequirement } from "../../config/gen/entries.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { spellingFix } from "../../diagnostics/spelling-fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { graphCodes } from "../codes.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import type { GraphCheck } from "./graph-check.ts";
import { placeAt } from "./places/place.ts";
import type { Place } from "./places/place.ts";

export const undeclaredJwtProviderPages: readonly ErrorPage[] = [
  {
    code: graphCodes.undeclaredJwtProvider,
    title: "An issuer of tokens that nobody declares",
    meaning:
      "A `provider` of a `jwt` block is a `jwt_provider` of the documents, and named once in a block. Nobody could verify the tokens of another one.",
    wrong: `intentions "api" {
  jwt {
    provider "okta" {}
  }
  source "*" { action = "allow" }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `jwt_provider "okta" {
  issuer = "https://id.example.com"
  json_web_key_set {
    local { filename = "/etc/keys.json" }
  }
}

intentions "api" {
  jwt {
    provider "okta" {}
  }
  source "*" { action = "allow" }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Correct the name, or declare the issuer as a `jwt_provider`.",
  },
];

/** Every issuer that an intention names is declared, and named once where any of several will do. */
export const undeclaredJwtProvider: GraphCheck = ({ index }) =>
  tokenRequirements(index).flatMap((requirement) => {
    const names = requirement.value.providers.map(({ name }) => name);
    return names.flatMap((name, position) => providerProblems(requirement, { name, position, names, index }));
  });

interface Named {
  readonly name: string;
  readonly position: number;
  readonly names: readonly string[];
  readonly index: EntryIndex;
}

function providerProblems(
  { rangeAt }: Place<JwtRequirement>,
  { name, position, names, index }: Named,
): readonly Diagnostic[] {
  const code = graphCodes.undeclaredJwtProvider;
  const subject = rangeAt("providers", position, "name");
  const earlier = names.indexOf(name);
  if (earlier < position) {
    return [
      error({
        code,
        summary: `The provider "${name}" is named twice`,
        detail:
          "Any one of the providers of a jwt block will do. Remove one of the two, or merge their claims.",
        subject,
        related: [{ message: "First named here.", range: rangeAt("providers", earlier, "name") }],
      }),
    ];
  }
  if (index.jwtProviders.has(name) || index.isBroken("jwt-provider", name)) return [];
  const known = [...index.jwtProviders.keys()];
  return [
    error({
      code,
      summary: "Reference to an undeclared provider of tokens",
      detail: `No document of this set declares the jwt_provider "${name}".${didYouMean(name, known)} Declare it, or correct the name.`,
      subject,
      ...spellingFix({ written: name, range: subject, known }),
    }),
  ];
}

/** The tokens that intentions and their permissions ask for. */
function tokenRequirements(index: EntryIndex): readonly Place<JwtRequirement>[] {
  return index.intentions.flatMap((entry) => [
    ...placeAt(entry, ["jwt"], entry.value.jwt),
    ...entry.value.sources.flatMap((source, position) =>
      (source.permissions ?? []).flatMap(({ jwt }, number) =>
        placeAt(entry, ["sources", position, "permissions", number, "jwt"], jwt),
      ),
    ),
  ]);
}
