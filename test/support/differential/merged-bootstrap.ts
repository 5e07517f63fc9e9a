import type { JsonObject, JsonValue } from "../../../src/envoy/codec/json-form.ts";
import { staticBootstrap } from "../../../src/envoy/static-bootstrap.ts";
import {
  trustBundleResource,
  workloadCertificateResource,
} from "../../../src/envoy/secret/render-secrets.ts";
import type { RenderedProxy } from "../../../src/envoy/render-proxy.ts";
import type { Resource } from "../../../src/envoy/resource.ts";
import type { TestIdentity } from "../certificates.ts";

/** A proxy that is to share an Envoy with others. */
export interface MergedProxy {
  /** Before the names of everything it holds, and of its listeners in the access log. */
  readonly prefix: string;
  readonly proxy: RenderedProxy;
  readonly endpoints: readonly Resource[];
  readonly identity: TestIdentity;
}

/**
 * One Envoy that plays every proxy of many meshes: each one's resources stand in it under names of their own, nothing
 * else is changed, but that every HTTP request is logged.
 */
export function mergedBootstrap(proxies: readonly MergedProxy[], adminSocketPath: string): JsonObject {
  const parts = proxies.map((merged) => renamed(merged, adminSocketPath));
  const all = (kind: Kind): readonly JsonValue[] => parts.flatMap((part) => part[kind]);
  const [first] = proxies;
  if (!first) throw new Error("no proxy to merge");
  return {
    ...bootstrapOf(first, adminSocketPath),
    static_resources: { clusters: all("clusters"), listeners: all("listeners"), secrets: all("secrets") },
  };
}

type Kind = "clusters" | "listeners" | "secrets";

function renamed(merged: MergedProxy, adminSocketPath: string): Readonly<Record<Kind, readonly JsonValue[]>> {
  const { static_resources } = bootstrapOf(merged, adminSocketPath);
  const resources = isObject(static_resources) ? static_resources : {};
  const list = (kind: Kind): readonly JsonObject[] => {
    const found = resources[kind];
    return isList(found) ? found.filter(isObject) : [];
  };
  const names = new Set([...list("clusters"), ...list("secrets")].map(({ name }) => name));
  const rename = (value: JsonValue, key: string): JsonValue => {
    if (typeof value === "string") return names.has(value) && key !== "sni" ? merged.prefix + value : value;
    if (isList(value)) return value.map((item) => rename(item, key));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([name, item]) => [name, rename(item, name)] as const);
    return Object.fromEntries(entries);
  };
  return {
    clusters: list("clusters").map((item) => rename(item, "")),
    secrets: list("secrets").map((item) => rename(item, "")),
    listeners: list("listeners").map((listener) => {
      const name = `${merged.prefix}${nameOf(listener)}`;
      return withLog(rename({ ...listener, name }, ""), name);
    }),
  };
}

function nameOf({ name }: JsonObject): string {
  return typeof name === "string" ? name : "";
}

function bootstrapOf({ proxy, endpoints, identity }: MergedProxy, adminSocketPath: string): JsonObject {
  const secrets = [
    workloadCertificateResource({ certificateChainPem: identity.cert, privateKeyPem: identity.key }),
    trustBundleResource([identity.ca]),
  ];
  return staticBootstrap(proxy, { endpoints, secrets }, { datacenter: "dc1", adminSocketPath });
}

/** Every request that a connection manager has answered, as one line. */
function withLog(value: JsonValue, listener: string): JsonValue {
  if (isList(value)) return value.map((item) => withLog(item, listener));
  if (!isObject(value)) return value;
  const type = value["@type"];
  const fields = Object.entries(value).filter(([key]) => key !== "access_log");
  const inner = Object.fromEntries(fields.map(([key, item]) => [key, withLog(item, listener)]));
  return typeof type === "string" && type.endsWith(".HttpConnectionManager")
    ? { ...inner, access_log: [logOf(listener)] }
    : inner;
}

function logOf(listener: string): JsonObject {
  return {
    name: "envoy.access_loggers.stdout",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog",
      log_format: {
        json_format: {
          listener: listener.replaceAll("%", "%%"),
          probe: "%REQ(X-PROBE)%",
          status: "%RESPONSE_CODE%",
          details: "%RESPONSE_CODE_DETAILS%",
          route: "%ROUTE_NAME%",
          cluster: "%UPSTREAM_CLUSTER%",
          upstream: "%UPSTREAM_HOST%",
          caller: "%DOWNSTREAM_PEER_URI_SAN%",
        },
      },
    },
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
