import { typeUrls, type Resource } from "../envoy/resource.ts";

/** What the order of sending needs to know of a resource's content. */
export interface ResourceFacts {
  /** Clusters that requests reach through this route, listener or aggregate cluster. */
  readonly clusters: readonly string[];
  /** Load assignments that a cluster waits for. */
  readonly endpoints: readonly string[];
  readonly routes: readonly string[];
  readonly secrets: readonly string[];
  /** A load assignment without a single endpoint. */
  readonly empty: boolean;
  /** Where a listener listens, in comparable form; empty for other types. */
  readonly address: string;
}

const factsByResource = new WeakMap<Resource, ResourceFacts>();

/** Read from the message at the first call, kept for all streams. */
export function factsOf(resource: Resource): ResourceFacts {
  const known = factsByResource.get(resource);
  if (known) return known;
  const facts = readFacts(resource);
  factsByResource.set(resource, facts);
  return facts;
}

const noFacts: ResourceFacts = {
  clusters: [],
  endpoints: [],
  routes: [],
  secrets: [],
  empty: false,
  address: "",
};

function readFacts({ typeUrl, name, message }: Resource): ResourceFacts {
  if (typeUrl === typeUrls.secret) return noFacts;
  if (typeUrl === typeUrls.endpoint) return { ...noFacts, empty: !hasEndpoint(message) };
  const found = collectReferences(message);
  found.clusters.delete(name);
  return {
    clusters: [...found.clusters],
    endpoints: typeUrl === typeUrls.cluster ? loadAssignmentsOf(name, message) : [],
    routes: [...found.routes],
    secrets: [...found.secrets],
    empty: false,
    address: typeUrl === typeUrls.listener ? JSON.stringify(property(message, "address") ?? "") : "",
  };
}

function hasEndpoint(message: object): boolean {
  return listOf(property(message, "endpoints")).some(
    (group) => listOf(property(group, "lb_endpoints")).length > 0,
  );
}

/** config.cluster.v3.Cluster: without `service_name`, the assignment bears the cluster's own name. */
function loadAssignmentsOf(name: string, message: object): readonly string[] {
  if (property(message, "type") !== "EDS") return [];
  const serviceName = property(property(message, "eds_cluster_config"), "service_name");
  return [typeof serviceName === "string" && serviceName !== "" ? serviceName : name];
}

interface References {
  readonly clusters: Set<string>;
  readonly routes: Set<string>;
  readonly secrets: Set<string>;
}

/** A walk over the whole message, because filters and their extensions may refer to a cluster at any depth. */
function collectReferences(message: object): References {
  const found: References = { clusters: new Set(), routes: new Set(), secrets: new Set() };
  const open: object[] = [message];
  for (let next = open.pop(); next; next = open.pop()) {
    if ("sds_config" in next && "name" in next) addText(found.secrets, next.name);
    for (const field of Object.keys(next)) {
      const value = property(next, field);
      noteReference(found, field, value);
      if (typeof value === "object" && value !== null) open.push(value);
    }
  }
  return found;
}

/** Envoy's definitions name their references alike wherever they stand. */
function noteReference(found: References, field: string, value: unknown): void {
  switch (field) {
    case "cluster":
    case "cluster_name":
      addText(found.clusters, value);
      return;
    case "clusters":
      // Names in an aggregate cluster, objects with a name and a weight in a route or a tcp proxy.
      for (const entry of listOf(value)) addText(found.clusters, property(entry, "name") ?? entry);
      return;
    case "route_config_name":
      addText(found.routes, value);
      return;
  }
}

function addText(names: Set<string>, value: unknown): void {
  if (typeof value === "string" && value !== "") names.add(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
