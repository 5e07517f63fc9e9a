import { isIP } from "node:net";
import type { ApiProxyConfiguration, ApiResource } from "../../../client/api-types.ts";
import { canonicalJson } from "../../../envoy/codec/canonical-json.ts";
import { attributeAt } from "../../framework/attribute-path.ts";
import { providerError } from "../../framework/provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";
import type { DataSource } from "../../framework/provider.ts";
import { ofType } from "../../framework/schema.ts";
import type { Attribute, Validator } from "../../framework/schema.ts";
import { ctyMap, ctyNumber, ctyString } from "../../wire/value/cty-type.ts";
import type { CtyValue } from "../../wire/value/cty-value.ts";
import type { MeshConnection } from "../connection.ts";
import { askForData, givenText, shownData } from "./read-from-agent.ts";

/** What `mesh render` writes too: the same on every machine. */
const standards = {
  xdsAddress: "127.0.0.1:8502",
  tokenFile: "/run/meshwork/token",
  adminSocketOf: (id: string) => `/run/meshwork/${id}-admin.sock`,
} as const;

const isSocketAddress: Validator = (value) =>
  typeof value === "string" && socketAddress(value)
    ? undefined
    : 'Envoy connects to an agent without asking a name server. Write an IP address and a port: "127.0.0.1:8502".';

/** `mesh_proxy`: what a proxy is started with, and what it is told. */
export const proxySource: DataSource<MeshConnection> = {
  schema: {
    version: 0,
    description:
      "What a proxy is started with and what it is told, for those who start Envoy themselves or look into it. Keys are not shown, and sensitive values of the documents are replaced.",
    attributes: {
      id: {
        ...text("The proxy's name, such as `web-sidecar-proxy`; `mesh_revision` lists them.", "required"),
      },
      xds_address: {
        ...text(`Where the proxy reaches the agent's xDS; \`${standards.xdsAddress}\` unless given.`),
        validators: [isSocketAddress],
      },
      token_file: text(
        `The file from which Envoy reads the token that it is given its keys for; \`${standards.tokenFile}\` unless given.`,
      ),
      admin_socket: text(
        "The unix socket of Envoy's administration; `/run/meshwork/` and the name of the proxy unless given.",
      ),
      service: text("The service that it stands before.", "computed"),
      revision: {
        description: "The revision of the mesh that is in force.",
        presence: "computed",
        shape: ofType(ctyNumber),
      },
      bootstrap: text("What Envoy is started with, as JSON.", "computed"),
      listeners: resources("The listeners"),
      routes: resources("The route configurations"),
      clusters: resources("The clusters"),
      endpoints: resources("The endpoints, as the instances are at this moment,"),
    },
  },
  read: async (context) => {
    const id = givenText(context.config, "id") ?? "";
    const asked = await askForData(context, (client) => client.proxyConfiguration(id));
    if (asked.kind === "problem") return { value: undefined, diagnostics: [asked.problem] };
    const { proxy, revision, datacenter } = asked.value;
    if (!proxy) return { value: undefined, diagnostics: [noSuchProxy(id)] };
    const xdsAddress = givenText(context.config, "xds_address") ?? standards.xdsAddress;
    const tokenFile = givenText(context.config, "token_file") ?? standards.tokenFile;
    const adminSocketPath = givenText(context.config, "admin_socket") ?? standards.adminSocketOf(id);
    const { renderBootstrap } = await import("../../../envoy/bootstrap.ts");
    const bootstrap = renderBootstrap({
      proxyId: id,
      service: proxy.service,
      datacenter,
      agent: socketAddress(xdsAddress) ?? { address: xdsAddress, port: 0 },
      tokenFile,
      adminSocketPath,
    });
    return shownData(context, {
      xds_address: xdsAddress,
      token_file: tokenFile,
      admin_socket: adminSocketPath,
      service: proxy.service,
      revision,
      bootstrap: canonicalJson(bootstrap),
      listeners: ofResourceType(proxy, "listener"),
      routes: ofResourceType(proxy, "route"),
      clusters: ofResourceType(proxy, "cluster"),
      endpoints: ofResourceType(proxy, "endpoint"),
    });
  },
};

function text(description: string, presence: Attribute["presence"] = "optional-computed"): Attribute {
  return { description, presence, shape: ofType(ctyString) };
}

function resources(what: string): Attribute {
  return {
    description: `${what} by name, each as JSON in the form that Envoy also reads from disk.`,
    presence: "computed",
    shape: ofType(ctyMap(ctyString)),
  };
}

function ofResourceType({ resources: all }: ApiProxyConfiguration, type: ApiResource["type"]): CtyValue {
  const ofType = all.filter((resource) => resource.type === type);
  return new Map(ofType.map(({ name, value }) => [name, canonicalJson(value)]));
}

function socketAddress(text: string): { readonly address: string; readonly port: number } | undefined {
  const [, bracketed, plain = bracketed ?? "", port = ""] =
    /^(?:\[(.*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
  const isAddress = isIP(plain) !== 0 && Number(port) > 0 && Number(port) < 65_536;
  return isAddress ? { address: plain, port: Number(port) } : undefined;
}

function noSuchProxy(id: string): ProviderDiagnostic {
  return providerError({
    summary: `No proxy "${id}"`,
    detail: `No set in force declares a proxy "${id}". \`mesh status\` and the data source mesh_revision list those that are; "depends_on" lets this wait for a mesh_document.`,
    path: attributeAt("id"),
  });
}
