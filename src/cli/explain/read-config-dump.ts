import { decodeMessage } from "../../envoy/codec/decode-message.ts";
import { encodeMessage } from "../../envoy/codec/encode-message.ts";
import { isMembers } from "../../envoy/codec/json-form.ts";
import { messageVersion } from "../../envoy/codec/message-version.ts";
import { typeUrls } from "../../envoy/resource.ts";
import type { Resource, TypeUrl } from "../../envoy/resource.ts";
import type { EvaluatedProxy } from "../../evaluate/proxy-model.ts";

/** What a real Envoy said of itself. */
export interface DumpedProxy extends EvaluatedProxy {
  readonly service: string;
  /** What is in the dump and cannot be read, in sentences. */
  readonly remarks: readonly string[];
}

/**
 * A proxy as its Envoy's `/config_dump?include_eds` shows it. Resources are read as what they say they are, wherever they
 * stand, so that every version's sections are understood; of a listener that is being replaced the new state counts.
 * @throws SyntaxError when the text is no JSON, Error when it is no dump.
 */
export function readConfigDump(text: string): DumpedProxy {
  const dump: unknown = JSON.parse(text);
  const configs: unknown = isMembers(dump) ? dump["configs"] : undefined;
  if (!Array.isArray(configs))
    throw new Error("there is no list `configs` in it: is it the answer to /config_dump?include_eds?");
  const node = findNode(configs);
  const found = [...resourcesIn(configs)];
  const read = found.map(({ typeUrl, value }) => readResource(typeUrl, value));
  const resources = new Map(
    read.flatMap((result) =>
      "resource" in result ? [[`${result.resource.typeUrl} ${result.resource.name}`, result.resource]] : [],
    ),
  );
  return {
    ...node,
    spiffeId: spiffeIdOf(node.service, text),
    resources: [...resources.values()],
    remarks: read.flatMap((result) => ("remark" in result ? [result.remark] : [])),
  };
}

const types: ReadonlySet<string> = new Set<string>([
  typeUrls.cluster,
  typeUrls.endpoint,
  typeUrls.listener,
  typeUrls.route,
]);

function isResourceType(typeUrl: unknown): typeUrl is TypeUrl {
  return typeof typeUrl === "string" && types.has(typeUrl);
}

type Members = Readonly<Record<string, unknown>>;

interface FoundResource {
  readonly typeUrl: TypeUrl;
  readonly value: Members;
}

/** Draining and warming states are what was, and what is not yet. */
const passedOver = new Set(["draining_state", "warming_state", "error_state", "dynamic_warming_clusters"]);

function* resourcesIn(value: unknown): Generator<FoundResource> {
  if (Array.isArray(value)) {
    for (const item of value) yield* resourcesIn(item);
    return;
  }
  if (!isMembers(value)) return;
  const typeUrl = value["@type"];
  if (isResourceType(typeUrl)) {
    yield { typeUrl, value };
    return;
  }
  for (const [key, item] of Object.entries(value)) if (!passedOver.has(key)) yield* resourcesIn(item);
}

function readResource(
  typeUrl: TypeUrl,
  { "@type": _, ...value }: Members,
): { readonly resource: Resource } | { readonly remark: string } {
  const messageName = typeUrl.slice(typeUrl.indexOf("/") + 1);
  const named = value["name"] ?? value["cluster_name"];
  const name = typeof named === "string" ? named : "";
  try {
    const bytes = encodeMessage(messageName, value);
    const message = decodeMessage(messageName, bytes);
    const version = messageVersion(message);
    return { resource: { name, typeUrl, message, origins: [], version, bytes: () => bytes } };
  } catch (cause) {
    return { remark: `${messageName} "${name}" cannot be read: ${String(cause)}` };
  }
}

function findNode(configs: readonly unknown[]): { readonly id: string; readonly service: string } {
  for (const config of configs) {
    const bootstrap = isMembers(config) ? config["bootstrap"] : undefined;
    const node = isMembers(bootstrap) ? bootstrap["node"] : undefined;
    if (isMembers(node) && typeof node["id"] === "string")
      return { id: node["id"], service: typeof node["cluster"] === "string" ? node["cluster"] : node["id"] };
  }
  throw new Error("there is no bootstrap with a node in it");
}

/** Certificates are not in a dump; the names that the proxy demands of others tell how names of its mesh are formed. */
function spiffeIdOf(service: string, dump: string): string {
  const known = /"(spiffe:\/\/[^"]*\/svc\/)[^"/]*"/.exec(dump)?.[1];
  return known === undefined ? `spiffe://unknown/svc/${service}` : `${known}${service}`;
}
