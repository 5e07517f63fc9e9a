/** A request as the matcher sees it. */
export interface MatcherRequest {
  /** The URI of the caller's certificate. */
  readonly caller: string;
  readonly headers: Readonly<Record<string, string>>;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * What a matcher decides, as `name action`, by the definition of `xds.type.matcher.v3.Matcher`: the first entry whose
 * predicate holds, otherwise `on_no_match`. Knows what the renderer uses, and fails at anything else.
 */
export function evaluateMatcher(matcher: unknown, request: MatcherRequest): string {
  const { matcher_list, on_no_match, ...unknown } = members(matcher);
  refuse(unknown);
  const entries = matcher_list === undefined ? [] : list(members(matcher_list)["matchers"]);
  const first = entries.find((entry) => holds(members(entry)["predicate"], request));
  return decisionOf(first === undefined ? on_no_match : members(first)["on_match"]);
}

function holds(predicate: unknown, request: MatcherRequest): boolean {
  const { single_predicate, and_matcher, or_matcher, ...unknown } = members(predicate);
  refuse(unknown);
  if (and_matcher !== undefined)
    return list(members(and_matcher)["predicate"]).every((part) => holds(part, request));
  if (or_matcher !== undefined)
    return list(members(or_matcher)["predicate"]).some((part) => holds(part, request));
  const { input, value_match } = members(single_predicate);
  return matches(members(value_match), inputOf(members(members(input)["typed_config"]), request));
}

function inputOf({ "@type": type, header_name }: Members, { caller, headers }: MatcherRequest): string {
  switch (type) {
    case "type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput":
      return caller;
    case "type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput":
      return headers[text(header_name)] ?? "";
    default:
      throw new Error(`an input nobody taught the test: ${String(type)}`);
  }
}

function matches({ exact, prefix, safe_regex, ...unknown }: Members, value: string): boolean {
  refuse(unknown);
  if (exact !== undefined) return value === text(exact);
  if (prefix !== undefined) return value.startsWith(text(prefix));
  // Envoy wants the whole value to match.
  return new RegExp(`^(?:${text(members(safe_regex)["regex"])})$`).test(value);
}

function decisionOf(onMatch: unknown): string {
  const { name, action } = members(members(members(onMatch)["action"])["typed_config"]);
  return `${text(name)} ${text(action)}`;
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
