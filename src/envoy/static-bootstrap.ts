import type { BootstrapOptions } from "./bootstrap.ts";
import { sharedBootstrap } from "./bootstrap.ts";
import type { JsonObject, JsonValue } from "./codec/json-form.ts";
import type { RenderedProxy } from "./render-proxy.ts";
import { typeUrls } from "./resource.ts";
import type { Resource, TypeUrl } from "./resource.ts";

/**
 * A bootstrap that needs no agent: every resource stands in it, references between them included, so that
 * `envoy --mode validate` checks each one.
 */
export function staticBootstrap(
  proxy: RenderedProxy,
  parts: { readonly endpoints: readonly Resource[]; readonly secrets: readonly Resource[] },
  options: Pick<BootstrapOptions, "datacenter" | "adminSocketPath">,
): JsonObject {
  const resources = [...proxy.resources, ...parts.endpoints, ...parts.secrets];
  const inlined = (typeUrl: TypeUrl): readonly JsonValue[] =>
    ofType(resources, typeUrl).map((resource) => inline(toJson(resource.message), resources));
  return {
    ...toJsonObject(sharedBootstrap({ ...options, proxyId: proxy.id, service: proxy.service })),
    static_resources: {
      clusters: inlined(typeUrls.cluster),
      listeners: inlined(typeUrls.listener),
      secrets: inlined(typeUrls.secret),
    },
  };
}

function ofType(resources: readonly Resource[], typeUrl: TypeUrl): readonly Resource[] {
  return resources.filter((resource) => resource.typeUrl === typeUrl);
}

/** The value with each reference to another resource replaced by what it refers to, at any depth. */
function inline(value: JsonValue, resources: readonly Resource[]): JsonValue {
  if (isList(value)) return value.map((item) => inline(item, resources));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(resolveReference(value, resources));
  return Object.fromEntries(fields.map(([key, item]) => [key, inline(item, resources)]));
}

function resolveReference(object: JsonObject, resources: readonly Resource[]): JsonObject {
  const { rds, eds_cluster_config, sds_config, ...rest } = object;
  if (rds !== undefined)
    return { ...rest, route_config: find(resources, typeUrls.route, stringAt(rds, "route_config_name")) };
  if (eds_cluster_config !== undefined) {
    return {
      ...rest,
      type: "STATIC",
      load_assignment: find(resources, typeUrls.endpoint, assignmentOf(object, eds_cluster_config)),
    };
  }
  // A secret's name without a source means one of the bootstrap's own.
  return sds_config === undefined ? object : rest;
}

/** Without a name of its own, the assignment bears the cluster's. */
function assignmentOf(cluster: JsonObject, edsClusterConfig: JsonValue): string {
  return stringAt(edsClusterConfig, "service_name") || stringAt(cluster, "name");
}

function find(resources: readonly Resource[], typeUrl: TypeUrl, name: string): JsonValue {
  const found = resources.find((resource) => resource.typeUrl === typeUrl && resource.name === name);
  if (!found) throw new Error(`the resource "${name}" is referred to and was not rendered`);
  return toJson(found.message);
}

function stringAt(value: JsonValue, key: string): string {
  const found = typeof value === "object" && value !== null && !isList(value) ? value[key] : undefined;
  return typeof found === "string" ? found : "";
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function toJsonObject(message: object): JsonObject {
  return Object.fromEntries(Object.entries(message).map(([key, value]) => [key, toJson(value)]));
}

/** Messages are JSON by construction; their generated types only do not say so. */
function toJson(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object" && value !== null) return toJsonObject(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return null;
}
