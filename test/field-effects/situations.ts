import type { JsonObject, JsonValue } from "../../src/config/json-value.ts";
import type { EntryKind } from "../../src/config/schema.ts";
import type { EntryValue } from "../support/json-document.ts";

/** The entry of each kind that the fields are set in, as small as it can be. */
export const tried: Readonly<Record<EntryKind, JsonObject>> = {
  mesh: {},
  "proxy-defaults": {},
  service: {
    name: "web",
    port: 8080,
    address: "10.0.0.1",
    protocol: "http",
    locality: { region: "eu", zone: "eu-1" },
    checks: [{ type: "http" }],
    upstreams: [
      { destination_name: "api", local_bind_port: 9001 },
      { destination_name: "other", local_bind_port: 9002 },
    ],
  },
  "service-defaults": { name: "web" },
  "service-resolver": { name: "api", subsets: { v1: filter("v1"), v2: filter("v2") } },
  "service-router": { name: "api", routes: [] },
  "service-splitter": { name: "api", splits: [{ weight: 100 }] },
  "service-intentions": { name: "api", sources: [{ name: "web", action: "allow" }] },
  "jwt-provider": {
    name: "own",
    issuer: "https://id.example.com",
    json_web_key_set: { local: { filename: "/etc/keys.json" } },
  },
};

/** What stands around the tried entry; an entry of the same kind and name gives way to it. */
export const surroundings: readonly EntryValue[] = [
  { kind: "service", value: tried.service },
  { kind: "service", value: api("http") },
  { kind: "service", value: elsewhere("other", "us") },
  { kind: "service", value: elsewhere("third", "asia") },
  // Has nothing of its own, so that it follows the defaults for all.
  { kind: "service", value: { name: "plain", port: 9092, address: "10.0.0.9" } },
  { kind: "service-resolver", value: tried["service-resolver"] },
  { kind: "service-intentions", value: tried["service-intentions"] },
];

/** What a field needs around it to have an effect, or another value than any. */
export interface Situation {
  /** Which fields, by their names. */
  readonly at: RegExp;
  /** The entry that the field is set in, in place of the one for its kind. */
  readonly base?: JsonObject;
  /** Stands beside the field whether or not it is set. */
  readonly beside?: JsonObject;
  /** The fields whose place it takes. */
  readonly instead?: readonly string[];
  readonly values?: readonly JsonValue[];
  /** Further entries, or others than in the surroundings. */
  readonly entries?: readonly EntryValue[];
  /** Its effect is that the mesh is valid. */
  readonly isNeeded?: boolean;
}

const paths = ["path_exact", "path_prefix", "path_regex"];
const tests = ["present", "exact", "prefix", "suffix", "contains", "regex"];
const grpcApi: EntryValue = { kind: "service", value: api("grpc") };
const nearFirst: EntryValue = resolver({ prioritize_by_locality: { mode: "failover" } });
const threePlaces = [{ service: "other" }, { service: "third" }, { service: "web" }];
const permissive: EntryValue = { kind: "mesh", value: { allow_enabling_permissive_mutual_tls: true } };
const own: EntryValue = { kind: "jwt-provider", value: tried["jwt-provider"] };
const second: EntryValue = { kind: "jwt-provider", value: { ...tried["jwt-provider"], name: "second" } };
const tokenWanted: EntryValue = {
  kind: "service-intentions",
  value: { ...tried["service-intentions"], jwt: { providers: [{ name: "own" }] } },
};
/** Selects instances by what they say of themselves, but none of a service that says something else. */
const selecting = (expression: string): EntryValue => ({
  kind: "service-resolver",
  value: { name: "web", subsets: { all: {}, some: { filter: expression } } },
});
const protocolless: EntryValue = {
  kind: "service",
  value: Object.fromEntries(Object.entries(tried.service).filter(([name]) => name !== "protocol")),
};
const remoteKeys = {
  ...tried["jwt-provider"],
  json_web_key_set: { remote: { uri: "https://id.example.com/keys" } },
};

/** Of several for one field, what a later one says comes first. */
export const situations: readonly Situation[] = [
  // Matchers of which there is one.
  { at: /\/path_(exact|prefix|regex)$/, instead: paths },
  { at: /\/(header|query_param)\/\*\/(present|exact|prefix|suffix|contains|regex)$/, instead: tests },

  // Protocols, and what depends on them.
  { at: /^service-defaults\/protocol$/, entries: [protocolless], values: ["http", "http2", "grpc"] },
  { at: /^proxy-defaults\/config\/protocol$/, values: ["http", "http2", "grpc"] },
  {
    at: /(upstreams\/\*\/config|upstream_config\/defaults|overrides\/\*)\/protocol$/,
    values: ["tcp", "http2", "grpc"],
  },
  { at: /\/active_health_check\/type$/, entries: [grpcApi], values: ["http", "tcp"] },
  { at: /\/active_health_check\/grpc_service$/, entries: [grpcApi] },

  // The service's own block.
  {
    at: /^service\/(instances\/\*\/)?meta$/,
    values: [{ v: "9" }],
    entries: [selecting("Service.Meta.v == 9")],
  },
  {
    at: /^service\/(instances\/\*\/)?tags$/,
    values: [["a"]],
    entries: [selecting("Service.Tags contains a")],
  },
  { at: /^service\/(instances\/\*\/)?locality\//, entries: [nearFirst] },
  { at: /^service\/upstreams\/\*\/destination_name$/, values: ["third"] },
  { at: /^service\/checks\/\*\/method$/, values: ["HEAD", "POST", "PUT", "OPTIONS"] },
  { at: /\/mutual_tls_mode$/, entries: [permissive] },
  { at: /\/fault_injection\/abort\/grpc_status$/, instead: ["http_status"] },
  { at: /\/overrides\/\*\/name$/, beside: { connect_timeout_ms: 77 }, values: ["other"] },

  // The mesh.
  {
    at: /^mesh\/allow_enabling_permissive_mutual_tls$/,
    entries: [{ kind: "service", value: { ...tried.service, mutual_tls_mode: "permissive" } }],
    isNeeded: true,
  },
  { at: /^mesh\/tls\/\w+\/tls_max_version$/, beside: { tls_min_version: "TLSv1_0" } },

  // Chains.
  { at: /^service-router\/routes\/\*\/destination\/num_retries$/, beside: { retry_on: ["5xx"] } },
  { at: /\/request_mirror\/service_subset$/, beside: { service: "api" } },
  { at: /^service-resolver\/subsets\/\*\/filter$/, values: ["Service.Meta.version == v2"] },
  { at: /^service-resolver\/redirect\//, base: { name: "other", redirect: { service: "api" } } },
  { at: /^service-resolver\/redirect\/service$/, values: ["third"] },
  { at: /^service-resolver\/failover\/.*service$/, values: ["third"] },
  { at: /^service-resolver\/failover\/.*service_subset$/, instead: ["service"] },
  { at: /\/policy\/regions$/, beside: { mode: "order-by-locality" }, values: [["asia"]] },
  {
    at: /^proxy-defaults\/failover_policy\//,
    entries: [resolver({ failover: { "*": { targets: threePlaces } } })],
  },
  {
    at: /^proxy-defaults\/failover_policy\/regions$/,
    beside: { mode: "order-by-locality" },
    values: [["asia"]],
  },
  { at: /\/hash_policies\/\*\/source_ip$/, instead: ["field", "field_value"] },
  { at: /\/cookie_config\/session$/, instead: ["ttl"] },

  // Intentions.
  { at: /\/permissions\//, base: { name: "api", sources: [{ name: "web" }] } },
  { at: /\/jwt\//, entries: [own, second] },
  { at: /\/jwt\/providers\/\*\/name$/, values: ["second"] },
  {
    at: /^service-intentions\/sources\/\*\/enforcement$/,
    base: { name: "api", enforcement: "audit", sources: [{ name: "web", action: "deny" }] },
    values: ["enforce"],
  },
  {
    at: /^service-intentions\/sources\/\*\/external$/,
    base: { name: "api", sources: [{ name: "nobody", action: "allow" }] },
    isNeeded: true,
  },
  {
    at: /^service-intentions\/external$/,
    base: { name: "nobody", sources: [{ name: "web", action: "allow" }] },
    isNeeded: true,
  },

  // Issuers of tokens.
  { at: /^jwt-provider\//, entries: [tokenWanted] },
  { at: /^jwt-provider\/json_web_key_set\/remote\//, base: remoteKeys },
  {
    at: /^jwt-provider\/json_web_key_set\/remote\/uri$/,
    values: ["https://id.example.com/others"],
  },
  { at: /\/local\/jwks$/, values: ['{"keys":[{"kty":"oct","k":"AA"}]}'], instead: ["filename"] },
  { at: /\/trusted_ca\/(?!filename)/, instead: ["filename"] },
];

/** What stands in an object that is not there yet, on the way to a field. */
export const objectsOnTheWay: readonly {
  /** Which objects, by their names. */
  readonly at: RegExp;
  /** On the way to which fields; to all unless given. */
  readonly before?: RegExp;
  readonly object: JsonObject;
}[] = [
  { at: /^service\/instances\/\*$/, object: { id: "web-1" } },
  { at: /\/locality$/, object: { region: "us" } },
  { at: /\/expose\/paths\/\*$/, object: { path: "/p", listener_port: 21900 } },
  { at: /\/rate_limits\/instance_level$/, object: { requests_per_second: 5 } },
  { at: /\/rate_limits\/instance_level\/routes\/\*$/, object: { path_prefix: "/z", requests_per_second: 6 } },
  { at: /\/destination\/rate_limits$/, object: { requests_per_second: 5 } },
  { at: /\/fault_injection\/delay$/, object: { duration: "1s" } },
  { at: /\/fault_injection\/abort$/, object: { http_status: 418 } },
  { at: /\/overrides\/\*$/, object: { name: "api" } },
  { at: /\/request_mirror$/, object: { service: "web" } },
  { at: /\/(header|query_param)\/\*$/, object: { name: "x-a", exact: "a" } },
  { at: /^jwt-provider\/locations\/\*\/\w+$/, object: { name: "x-token" } },
  { at: /\/retry_policy$/, object: { num_retries: 2 } },
  { at: /\/trusted_ca$/, object: { filename: "/etc/ca.pem" } },
  { at: /\/forwarding$/, object: { header_name: "x-payload" } },
  {
    at: /^service-router\/routes\/\*$/,
    object: { match: { http: { path_prefix: "/y" } }, destination: { request_timeout: "9s" } },
  },
  { at: /^service-resolver\/failover\/\*$/, before: /failover\/\*\/service/, object: { service: "other" } },
  { at: /^service-resolver\/failover\/\*$/, before: /\/policy\//, object: { targets: threePlaces } },
  { at: /^service-resolver\/failover\/\*\/targets\/\*$/, object: { service: "other" } },
  { at: /\/load_balancer$/, before: /\/ring_hash_config\//, object: { policy: "ring_hash" } },
  { at: /\/load_balancer$/, before: /\/hash_policies\//, object: { policy: "maglev" } },
  { at: /\/hash_policies\/\*$/, object: { field: "header", field_value: "x-a" } },
  { at: /\/hash_policies\/\*$/, before: /\/cookie_config\//, object: { field: "cookie" } },
  { at: /\/cookie_config$/, object: { ttl: "1h" } },
  { at: /\/permissions\/\*$/, object: { action: "allow", http: { path_prefix: "/y" } } },
  { at: /\/providers\/\*$/, object: { name: "own" } },
  { at: /\/verify_claims\/\*$/, object: { path: ["role"], value: "admin" } },
];

function filter(version: string): JsonObject {
  return { filter: `Service.Meta.version == ${version}` };
}

function resolver(more: JsonObject): EntryValue {
  return { kind: "service-resolver", value: { ...tried["service-resolver"], ...more } };
}

function api(protocol: string): JsonObject {
  return {
    name: "api",
    port: 9090,
    address: "10.0.0.2",
    protocol,
    checks: [{ type: "tcp" }],
    instances: [instance("v1", "eu"), instance("v2", "us")],
  };
}

function instance(version: string, region: string): JsonObject {
  const place = Number(version.slice(1));
  return {
    id: `api-${version}`,
    address: `10.0.2.${place}`,
    port: 9100 + place,
    sidecar_port: 21000 + place,
    meta: { version },
    locality: { region },
  };
}

function elsewhere(name: string, region: string): JsonObject {
  const address = `10.0.1.${name.length}${region.length}`;
  return { name, port: 9091, address, protocol: "http", locality: { region } };
}
