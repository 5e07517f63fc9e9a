import { RE2JS } from "re2js";

/** A request as the matcher sees it. */
export interface MatcherRequest {
  /** The URI of the caller's certificate. */
  readonly caller: string;
  /** In lower case; absent where the request has none. */
  readonly headers: Readonly<Record<string, string>>;
  /** What filters found out before, by their namespaces. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * What a matcher decides, as `name action`, by the definition of `xds.type.matcher.v3.Matcher`: the first entry whose
 * predicate holds, otherwise `on_no_match`. Knows what the renderer uses, and fails at anything else.
 */
export function evaluateMatcher(matcher: unknown, request: MatcherRequest): string {
  const { matcher_list, matcher_tree, on_no_match, ...unknown } = members(matcher);
  refuse(unknown);
  return decisionOf(
    fromList(matcher_list, request) ?? fromTree(matcher_tree, request) ?? on_no_match,
    request,
  );
}

function fromList(matcherList: unknown, request: MatcherRequest): unknown {
  const entries = matcherList === undefined ? [] : list(members(matcherList)["matchers"]);
  const first = entries.find((entry) => holds(members(entry)["predicate"], request));
  return first === undefined ? undefined : members(first)["on_match"];
}

function fromTree(matcherTree: unknown, request: MatcherRequest): unknown {
  if (matcherTree === undefined) return undefined;
  const { input, exact_match_map, ...unknown } = members(matcherTree);
  refuse(unknown);
  const map = new Map(Object.entries(members(members(exact_match_map)["map"])));
  const value = inputOf(members(members(input)["typed_config"]), request);
  return map.get(text(value));
}

function holds(predicate: unknown, request: MatcherRequest): boolean {
  const { single_predicate, and_matcher, or_matcher, not_matcher, ...unknown } = members(predicate);
  refuse(unknown);
  if (and_matcher !== undefined)
    return list(members(and_matcher)["predicate"]).every((part) => holds(part, request));
  if (or_matcher !== undefined)
    return list(members(or_matcher)["predicate"]).some((part) => holds(part, request));
  if (not_matcher !== undefined) return !holds(not_matcher, request);
  const { input, value_match, custom_match } = members(single_predicate);
  const value = inputOf(members(members(input)["typed_config"]), request);
  if (custom_match !== undefined)
    return valueMatches(members(members(members(custom_match)["typed_config"])["value"]), value);
  return typeof value === "string" && textMatches(members(value_match), value);
}

function inputOf({ "@type": type, header_name, filter, path }: Members, request: MatcherRequest): unknown {
  switch (type) {
    case "type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput":
      return request.caller;
    case "type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput":
      return request.headers[text(header_name)];
    case "type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.DynamicMetadataInput":
      return list(path).reduce<unknown>(
        (value, segment) =>
          typeof value === "object" && value !== null
            ? members(value)[text(members(segment)["key"])]
            : undefined,
        request.metadata?.[text(filter)],
      );
    default:
      throw new Error(`an input nobody taught the test: ${String(type)}`);
  }
}

/** `envoy.type.matcher.v3.ValueMatcher` */
function valueMatches(matcher: Members, value: unknown): boolean {
  const { string_match, bool_match, double_match, present_match, list_match, or_match, ...unknown } = matcher;
  refuse(unknown);
  if (string_match !== undefined)
    return typeof value === "string" && textMatches(members(string_match), value);
  if (bool_match !== undefined) return value === bool_match;
  if (double_match !== undefined) return value === members(double_match)["exact"];
  if (present_match !== undefined) return (value !== undefined) === present_match;
  if (list_match !== undefined)
    return (
      Array.isArray(value) && value.some((item) => valueMatches(members(members(list_match)["one_of"]), item))
    );
  return list(members(or_match)["value_matchers"]).some((part) => valueMatches(members(part), value));
}

function textMatches(matcher: Members, value: string): boolean {
  const { exact, prefix, suffix, contains, safe_regex, ignore_case, ...unknown } = matcher;
  refuse(unknown);
  const cased = (item: unknown): string => (ignore_case === true ? text(item).toLowerCase() : text(item));
  if (exact !== undefined) return cased(value) === cased(exact);
  if (prefix !== undefined) return cased(value).startsWith(cased(prefix));
  if (suffix !== undefined) return cased(value).endsWith(cased(suffix));
  if (contains !== undefined) return cased(value).includes(cased(contains));
  // Envoy wants the whole value to match.
  const regex = text(members(safe_regex)["regex"]);
  // Any bytes, which RE2's port to JavaScript does not know.
  return RE2JS.compile(regex === "\\C*" ? "(?s).*" : regex).matches(value);
}

function decisionOf(onMatch: unknown, request: MatcherRequest): string {
  const { matcher, action } = members(onMatch);
  if (matcher !== undefined) return evaluateMatcher(matcher, request);
  const { name, action: verdict } = members(members(action)["typed_config"]);
  return `${text(name)} ${text(verdict)}`;
}

function members(value: unknown): Members {
  if (typeof value !== "object" || value === null) throw new Error(`no object: ${JSON.stringify(value)}`);
  return { ...value };
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new Error(`no list of anything: ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
}

function refuse(unknown: Members): void {
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new Error(`a field nobody taught the test: ${name}`);
}
