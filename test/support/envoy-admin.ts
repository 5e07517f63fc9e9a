import * as http from "node:http";

/** What Envoy's admin interface answers on its unix socket. */
export function askEnvoy(socketPath: string, path: string, method = "GET"): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .request({ socketPath, path, method, agent: false }, (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (body += chunk));
        response.once("error", reject);
        response.once("end", () => resolve(body));
      })
      .once("error", reject)
      .end();
  });
}

/** One counter or gauge; undefined when Envoy has none of the name. */
export async function envoyStat(socketPath: string, name: string): Promise<number | undefined> {
  const lines = await askEnvoy(socketPath, `/stats?filter=^${name.replaceAll(".", "%5C.")}$`);
  const found = /: (\d+)\s*$/.exec(lines);
  return found ? Number(found[1]) : undefined;
}

/** The names of what a sidecar holds, sorted: clusters, listeners and each endpoint's address. */
export async function heldBy(socketPath: string): Promise<HeldConfiguration> {
  const [clusters, listeners] = await Promise.all([
    askEnvoy(socketPath, "/clusters?format=json"),
    askEnvoy(socketPath, "/listeners?format=json"),
  ]);
  // The shapes of Envoy's admin.v3.Clusters and admin.v3.Listeners, as far as they are read.
  const { cluster_statuses = [] } = JSON.parse(clusters) as ClusterStatuses;
  const { listener_statuses = [] } = JSON.parse(listeners) as ListenerStatuses;
  return {
    clusters: cluster_statuses.map(({ name }) => name).sort(),
    listeners: listener_statuses.map(({ name }) => name).sort(),
    endpoints: cluster_statuses
      .flatMap(({ name, host_statuses = [] }) =>
        host_statuses.map(({ address }) => `${name} ${address.socket_address.port_value}`),
      )
      .sort(),
  };
}

export interface HeldConfiguration {
  readonly clusters: readonly string[];
  readonly listeners: readonly string[];
  /** Cluster and port. */
  readonly endpoints: readonly string[];
}

interface ClusterStatuses {
  readonly cluster_statuses?: readonly {
    readonly name: string;
    readonly host_statuses?: readonly {
      readonly address: { readonly socket_address: { readonly port_value: number } };
    }[];
  }[];
}

interface ListenerStatuses {
  readonly listener_statuses?: readonly { readonly name: string }[];
}
