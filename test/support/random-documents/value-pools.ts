import type { SeededRandom } from "../differential/seeded-random.ts";

/** What values of a document may refer to, or must not be invented. */
export interface Surroundings {
  readonly services: readonly [string, ...string[]];
  readonly keySet: string;
  readonly keySetFile: string;
  readonly certificate: string;
  readonly certificateFile: string;
  /** A variable of Envoy's environment that holds the certificate. */
  readonly certificateVariable: string;
  takePort(): number;
}

type Texts = readonly [string, ...string[]];

const subsets: Texts = ["v1", "v2"];
const paths: Texts = [
  "/",
  "/v1/",
  "/v1",
  "/a/b.c",
  "/ü",
  "/%2F",
  "/a b",
  "/a//b/../c",
  "/V1/Orders",
  "/;x=1",
  "/line\nbreak",
  "/nul\u0000",
  "/x?y#z",
];
const regexes: Texts = [
  "/v[0-9]+/.*",
  "(?i)/a(b|c)?",
  "[[:alpha:]]+",
  "a{1,50}",
  "\\pL+",
  "^/x$",
  "(/[a-z0-9-]{1,63}){1,4}",
  ".*",
  "/ü+",
];
const headerNames: Texts = [
  "x-a",
  "X-Upper",
  ":path",
  ":method",
  ":authority",
  "host",
  "content-type",
  "~odd!name",
  "x-b",
];
const texts: Texts = [
  "a",
  "1",
  "a b",
  "ü",
  "100%",
  "%REQ(x-a)%",
  "${x}",
  'quote"',
  "back\\slash",
  "tab\there",
  "line\nbreak",
  "nul\u0000",
  "\u007f",
  "x".repeat(20_000),
];
const durations: Texts = [
  "1ms",
  "250ms",
  "1s",
  "1m30s",
  "1h",
  "1500us",
  "24h",
  "10s",
  "0s",
  "999999h",
  "1ns",
];
const filters: Texts = [
  "Service.Meta.version == v1",
  'Service.Meta.version == "v2"',
  'Service.Meta["version"] != v1',
  '"canary" in Service.Tags',
  'Service.Meta.version matches "^v[0-9]$" and not ("x" in Service.Tags)',
  "Service.Tags is not empty or Service.Meta is empty",
];

/** The values of fields whose schema does not say enough; by definition and field, or by field alone. */
const pools: Readonly<Record<string, Texts>> = {
  service_subset: subsets,
  default_subset: subsets,
  filter: filters,
  path_exact: paths,
  path_prefix: paths,
  prefix_rewrite: ["/", "/new", "/new/", "/%2F", "/ü", "/a?b"],
  "HeaderMatch.name": headerNames,
  "IntentionHeader.name": headerNames,
  "QueryParamMatch.name": ["line\nbreak", "q", "a b", "ü", "x[]"],
  "HeaderModifiers.remove": ["x-a", "X-B", "content-type", "cookie"],
  exact: texts,
  prefix: texts,
  suffix: texts,
  contains: texts,
  "JwtLocationName.name": ["token", "a b", "ü", "a;b", "line\nbreak"],
  "JwtLocationHeader.name": ["x-token", "authorization", "Cookie"],
  value_prefix: ["line\nbreak", "ü", "Bearer ", "", "Token"],
  header_name: ["x-payload", "X-Claims"],
  "JwtProviderRequirement.name": ["p0", "p1"],
  audiences: ["line\nbreak", "api", "https://api/", "ü", ""],
  issuer: ["line\nbreak", "ü", "https://p0", "p1", "someone@example.com"],
  uri: [
    "https://keys.example/jwks.json",
    "http://127.0.0.1:1/keys?x=1",
    "https://[::1]:8443/",
    "http://keys.example:8080",
    "https://keys.example",
  ],
  "JwtClaim.path": ["line\nbreak", "ü", "role", "realm", "https://claim/x", "a.b"],
  "JwtClaim.value": ["admin", "3", "", "ü"],
  "HashPolicy.field_value": ["a;b", "ü", "line\nbreak", "", "x-a", "session", ":path", "q", "X-Upper"],
  "CookieConfig.path": ["line\nbreak", "ü", "", "/", "/a", "/a;b"],
  "ActiveHealthCheck.path": ["/line\nbreak", "/ü", "/health", "/", "/h?x=1"],
  grpc_service: ["line\nbreak", "ü", "", "health", "a.b.C"],
  address: ["127.0.0.1"],
  "ServiceCheck.type": ["http", "http", "tcp"],
  "ServiceCheck.path": ["/health", "/"],
  local_bind_address: ["127.0.0.1", "127.0.0.2", "127.1.2.3"],
  bind_address: ["127.0.0.1", "0.0.0.0", "127.0.0.3", "::", "::1"],
  "ExposePath.path": paths,
  "FailoverPolicy.regions": ["r1", "r2", "r3"],
  region: ["r1", "r2"],
  zone: ["z1", "z2"],
  datacenter: ["dc1", "eu-1"],
  trust_domain: ["mesh.internal", "a_b.c"],
  tags: ["canary", "x", "ü"],
};

const servicesAs: ReadonlySet<string> = new Set(["service", "destination_name", "UpstreamConfig.name"]);

export function textFor(field: string, random: SeededRandom, around: Surroundings): string {
  const [definition = "", name = ""] = field.split(".");
  switch (field) {
    case "LocalKeySet.jwks":
      return around.keySet;
    case "LocalKeySet.filename":
      return around.keySetFile;
    case "TrustedCa.filename":
      return around.certificateFile;
    case "TrustedCa.environment_variable":
      return around.certificateVariable;
    case "TrustedCa.inline_string":
      return around.certificate;
    case "TrustedCa.inline_bytes":
      return Buffer.from(around.certificate).toString("base64");
    case "IntentionSource.name":
      return random.pick([...around.services, "*"]);
  }
  if (servicesAs.has(field) || servicesAs.has(name)) return random.pick(around.services);
  return random.pick(pools[field] ?? pools[name] ?? pools[definition] ?? texts);
}

export function durationFor(random: SeededRandom): string {
  return random.pick(durations);
}

export function regexFor(random: SeededRandom): string {
  return random.pick(regexes);
}

/** The bounds, what is near them, and what people write. */
export function integerFor(
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  random: SeededRandom,
): number {
  if (random.chance(0.25)) return random.pick([minimum, minimum + 1, maximum, maximum - 1]);
  return random.between(minimum, Math.min(maximum, minimum + random.pick([5, 100, 5_000])));
}

export function numberFor(random: SeededRandom): number {
  return random.pick([0, 0.01, 0.0001, 1, 33.33, 50, 99.99, 100]);
}

/** Keys and values of a map of texts. */
export function mapFor(field: string, random: SeededRandom): readonly (readonly [string, string])[] {
  const isHeaders = field.startsWith("HeaderModifiers.");
  const keys = isHeaders ? ["x-a", "X-B", "x-new", "content-type", "host"] : ["version", "team", "ü"];
  return random
    .some(keys, 0.4)
    .map((key) => [key, key === "version" ? random.pick(["v1", "v2"]) : random.pick(texts)] as const);
}

/** At most one of each group makes sense at a time; which, is drawn. */
export const alternatives: Readonly<Record<string, readonly (readonly [string, ...string[]])[]>> = {
  HttpMatch: [["path_exact", "path_prefix", "path_regex"]],
  IntentionHttpPermission: [["path_exact", "path_prefix", "path_regex"]],
  RouteRateLimit: [["path_exact", "path_prefix", "path_regex"]],
  HeaderMatch: [["present", "exact", "prefix", "suffix", "regex"]],
  QueryParamMatch: [["present", "exact", "regex"]],
  IntentionHeader: [["present", "exact", "prefix", "suffix", "contains", "regex"]],
  IntentionSource: [["action", "permissions"]],
  JsonWebKeySet: [["local", "remote"]],
  LocalKeySet: [["jwks", "filename"]],
  TrustedCa: [["filename", "environment_variable", "inline_string", "inline_bytes"]],
  JwtLocation: [["header", "query_param", "cookie"]],
  FaultAbort: [["http_status", "grpc_status"]],
  HashPolicy: [["field", "source_ip"]],
  CookieConfig: [["session", "ttl"]],
  Split: [["service", "service_subset"]],
  ResolverRedirect: [["service", "service_subset"]],
  "service-resolver": [["subsets", "redirect"]],
  ResolverFailover: [["service", "service_subset", "targets"]],
};

/** Fields without which their block has no sense, though its schema does not ask for them. */
export const companions: Readonly<Record<string, readonly string[]>> = {
  RequestMirror: ["service"],
  RemoteKeySet: ["retry_policy"],
  RemoteRetryPolicy: ["num_retries", "retry_policy_back_off"],
  RemoteBackOff: ["base_interval", "max_interval"],
  MeshTls: ["incoming", "outgoing"],
  MeshHttp: ["incoming"],
  MeshHttpIncoming: ["request_normalization"],
  HashPolicy: ["field_value", "cookie_config"],
  ActiveHealthCheck: ["type"],
  InstanceRateLimits: ["requests_per_second"],
  FailoverPolicy: ["mode"],
  LocalityPriority: ["mode"],
  RouteMatch: ["http"],
  JwtForwarding: ["header_name"],
  JwksTlsCertificates: ["trusted_ca"],
  JwksCluster: ["tls_certificates"],
  ResolverSubset: ["filter"],
  ServiceCheck: ["path"],
  LoadBalancer: ["policy", "hash_policies", "ring_hash_config", "least_request_config"],
  FaultInjection: ["abort"],
};
