import type { SourceRange } from "../diagnostics/source-file.ts";
import type { TokenRequirement } from "./jwt-provider.ts";

export type IntentionAction = "allow" | "deny";

/** Whether a rule acts, or only has noted what it would refuse. */
export type Enforcement = "enforce" | "audit";

/**
 * The one intention that decides what a source may send to a destination, and where it was written.
 *
 * Precedence is Consul's: 9 for exact source and destination, 8 for any source, 6 for any destination, 5 for both.
 */
export interface IntentionRule {
  /** Names the rule in Envoy's access log and in every explanation: `<destination>/<source>`. */
  readonly id: string;
  /** The caller's service, or `*`. */
  readonly source: string;
  readonly precedence: 9 | 8 | 6 | 5;
  readonly enforcement: Enforcement;
  readonly decision:
    | {
        readonly kind: "action";
        readonly action: IntentionAction;
        /** The tokens without which an allowed request is refused all the same; each is needed. */
        readonly tokens: readonly TokenRequirement[];
      }
    | { readonly kind: "permissions"; readonly permissions: readonly Permission[] };
  readonly range: SourceRange;
}

/** An action for the requests that match, tried in order; what none matches meets the default policy. */
export interface Permission {
  /** `<rule id>#<index from 0>` */
  readonly id: string;
  readonly action: IntentionAction;
  readonly path: PathMatch | undefined;
  /** Upper-case; empty for any method. */
  readonly methods: readonly string[];
  /** All of them must hold. */
  readonly headers: readonly HeaderMatch[];
  /**
   * The tokens that a request which matches must bring; each is needed. Where one is missing, the request is refused.
   * Where a token is good and says something else, an `allow` refuses, and a `deny` leaves the request to the next
   * permission.
   */
  readonly tokens: readonly TokenRequirement[];
  readonly range: SourceRange;
}

/** The path without its query string. A regular expression (RE2) matches the whole of it. */
export interface PathMatch {
  readonly kind: "exact" | "prefix" | "regex";
  readonly value: string;
}

/** A header and its test. The values of a header that comes more than once are joined by commas. */
export interface HeaderMatch {
  /** In lower case. */
  readonly name: string;
  readonly test: HeaderTest;
  /** The test must fail. A header that is not there passes no test on its value, and no inverted one either. */
  readonly inverted: boolean;
}

export type HeaderTest =
  | { readonly kind: "present" }
  | {
      readonly kind: "exact" | "prefix" | "suffix" | "contains";
      readonly value: string;
      readonly ignoresCase: boolean;
    }
  /** In RE2's syntax; the whole value must match. */
  | { readonly kind: "regex"; readonly value: string };
