import type { ApiProxyConfiguration, ApiResource } from "../client/api-types.ts";
import { toJsonValue } from "../config/json-value.ts";
import { textHider } from "../diagnostics/hide-texts.ts";
import type { TextHider } from "../diagnostics/hide-texts.ts";
import { toTerraformRange } from "../diagnostics/json-writer.ts";
import { typeUrls } from "../envoy/resource.ts";
import type { Resource, TypeUrl } from "../envoy/resource.ts";
import { hiddenValue } from "../language/sensitive.ts";
import { withoutSecrets } from "./without-secrets.ts";

export interface ToldProxy {
  readonly id: string;
  readonly service: string;
  readonly resources: readonly Resource[];
}

/** What a proxy is told, as the API tells of it: no keys, and none of the mesh's sensitive values. */
export function describeConfiguration(
  { id, service, resources }: ToldProxy,
  secrets: ReadonlySet<string>,
): ApiProxyConfiguration {
  const hide = textHider({ texts: secrets, standIn: hiddenValue });
  const described = resources.flatMap((resource) => describeResource(resource, hide) ?? []);
  return { id, service, resources: described.sort(byTypeAndName) };
}

const typeNames: Readonly<Record<TypeUrl, ApiResource["type"] | undefined>> = {
  [typeUrls.cluster]: "cluster",
  [typeUrls.endpoint]: "endpoint",
  [typeUrls.listener]: "listener",
  [typeUrls.route]: "route",
  // Private keys: given to the proxy itself alone.
  [typeUrls.secret]: undefined,
};

function describeResource(
  { name, typeUrl, message, origins }: Resource,
  hide: TextHider | undefined,
): ApiResource | undefined {
  const type = typeNames[typeUrl];
  if (type === undefined) return undefined;
  const value = toJsonValue({ "@type": typeUrl, ...message });
  return {
    type,
    name,
    value: withoutSecrets(value, hide),
    origins: origins.map(toTerraformRange),
  };
}

function byTypeAndName(a: ApiResource, b: ApiResource): number {
  const [left, right] = [`${a.type} ${a.name}`, `${b.type} ${b.name}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
