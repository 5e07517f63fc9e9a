import type { ValueMatcher } from "../gen/envoy.type.matcher.v3.ts";
import type { Matcher_MatcherList_Predicate } from "../gen/xds.type.matcher.v3.ts";

/** A place in what the filters before this one found out about a request. */
export interface MetadataPlace {
  /** The filter's namespace. */
  readonly namespace: string;
  /** From its root inwards. */
  readonly path: readonly string[];
}

/** What stands there matches. Where nothing stands, nothing matches. */
export function metadataMatches(
  { namespace, path }: MetadataPlace,
  value: ValueMatcher,
): Matcher_MatcherList_Predicate {
  return {
    single_predicate: {
      input: {
        name: "envoy.matching.inputs.dynamic_metadata",
        typed_config: {
          "@type":
            "type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.DynamicMetadataInput",
          filter: namespace,
          path: path.map((key) => ({ key })),
        },
      },
      custom_match: {
        name: "envoy.matching.matchers.metadata_matcher",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.matching.input_matchers.metadata.v3.Metadata",
          value,
        },
      },
    },
  };
}
