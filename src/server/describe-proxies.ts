import type { ApiProxy, ApiRejection } from "../client/api-types.ts";
import type { CompiledMesh } from "../compile.ts";
import { toTerraformRange } from "../diagnostics/json-writer.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import type { RenderedProxy } from "../envoy/render-proxy.ts";
import type { ProxySnapshot } from "../envoy/resource.ts";
import type { CatalogView } from "../graph/mesh-graph.ts";
import type { Refusal } from "../xds/delta-event.ts";
import type { ProxyStatus } from "../xds/proxy-status.ts";

export interface ProxyFacts {
  readonly mesh: CompiledMesh;
  readonly catalog: CatalogView;
  readonly statusOf: (proxyId: string) => ProxyStatus | undefined;
  readonly snapshotOf: (proxyId: string) => ProxySnapshot | undefined;
}

/** Every proxy of the mesh as the API tells of it, connected or not, sorted by id. */
export function describeProxies({ mesh, catalog, statusOf, snapshotOf }: ProxyFacts): readonly ApiProxy[] {
  return mesh.proxies.map((proxy) =>
    describeProxy(proxy, { catalog, status: statusOf(proxy.id), snapshot: () => snapshotOf(proxy.id) }),
  );
}

interface ProxySite {
  readonly catalog: CatalogView;
  readonly status: ProxyStatus | undefined;
  readonly snapshot: () => ProxySnapshot | undefined;
}

function describeProxy(proxy: RenderedProxy, { catalog, status, snapshot }: ProxySite): ApiProxy {
  const rejection = status?.lastRejection;
  return {
    id: proxy.id,
    service: proxy.service,
    connected: status !== undefined,
    ...(status?.acknowledgedRevision !== undefined && { acknowledged_revision: status.acknowledgedRevision }),
    ...(rejection && { rejection: describeRejection(rejection, snapshot()) }),
    health: catalog.healthOf(proxy.instance),
  };
}

/** The refusal with the lines its resources come from; the snapshot still holds them, since nothing else was sent. */
function describeRejection(
  { typeUrl, resources, message }: Refusal,
  snapshot: ProxySnapshot | undefined,
): ApiRejection {
  const held = snapshot?.resources.get(typeUrl);
  const origins = resources.flatMap((name) => held?.get(name)?.origins ?? []);
  return {
    type: typeUrl.slice(typeUrl.lastIndexOf(".") + 1),
    resources,
    message,
    origins: distinct(origins).map(toTerraformRange),
  };
}

function distinct(ranges: readonly SourceRange[]): readonly SourceRange[] {
  return [
    ...new Map(ranges.map((range) => [`${range.file.filename} ${range.start} ${range.end}`, range])).values(),
  ];
}
