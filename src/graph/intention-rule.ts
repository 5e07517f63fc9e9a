import type { SourceRange } from "../diagnostics/source-file.ts";

export type IntentionAction = "allow" | "deny";

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
  readonly decision:
    | { readonly kind: "action"; readonly action: IntentionAction }
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
  readonly range: SourceRange;
}

/** The path without its query string. */
export type PathMatch =
  { readonly kind: "exact"; readonly value: string } | { readonly kind: "prefix"; readonly value: string };
