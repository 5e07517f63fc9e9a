import type { SourceRange } from "../../diagnostics/source-file.ts";
import type {
  IntentionHeader,
  IntentionHttpPermission,
  IntentionPermission,
  JwtRequirement,
} from "../../config/gen/entries.ts";
import type { HeaderMatch, HeaderTest, PathMatch, Permission } from "../intention-rule.ts";
import type { TokenRequirement } from "../jwt-provider.ts";

/** A permission as it judges requests; where it stands, and what its entry asks for as well, is in `site`. */
export function linkPermission(
  { action, http }: IntentionPermission,
  site: Pick<Permission, "id" | "tokens" | "range">,
): Permission {
  return {
    ...site,
    action,
    path: pathMatchOf(http),
    methods: [...(http.methods ?? [])].sort(),
    headers: (http.header ?? []).map(headerMatchOf),
  };
}

/** The token that a `jwt` block asks for. */
export function tokensOf(jwt: JwtRequirement, range: SourceRange): readonly TokenRequirement[] {
  const anyOf = jwt.providers.map(({ name, verify_claims: claims }) => ({
    provider: name,
    claims: claims ?? [],
  }));
  return [{ anyOf, range }];
}

function pathMatchOf(http: IntentionHttpPermission): PathMatch | undefined {
  if (http.path_exact !== undefined) return { kind: "exact", value: http.path_exact };
  if (http.path_prefix !== undefined) return { kind: "prefix", value: http.path_prefix };
  return http.path_regex === undefined ? undefined : { kind: "regex", value: http.path_regex };
}

function headerMatchOf(header: IntentionHeader): HeaderMatch {
  return { name: header.name.toLowerCase(), test: headerTestOf(header), inverted: header.invert ?? false };
}

/** That a header has exactly one test is for a check to say. */
function headerTestOf(header: IntentionHeader): HeaderTest {
  for (const kind of ["exact", "prefix", "suffix", "contains"] as const) {
    const value = header[kind];
    if (value !== undefined) return { kind, value, ignoresCase: header.ignore_case ?? false };
  }
  return header.regex === undefined ? { kind: "present" } : { kind: "regex", value: header.regex };
}
