import { defaultAgentAddress, withScheme } from "../../client/agent-address.ts";
import { AgentClient } from "../../client/agent-client.ts";
import { isSetName, setNameRule } from "../../client/set-name.ts";
import { createNodeFetch } from "../../platform/node/fetch.ts";
import { attributeAt } from "../framework/attribute-path.ts";
import { providerError } from "../framework/provider-diagnostic.ts";
import type { Answer, Provider } from "../framework/provider.ts";
import { ofType } from "../framework/schema.ts";
import type { Attribute, Schema } from "../framework/schema.ts";
import { durationMsOf, isDuration } from "../framework/validators/duration.ts";
import { ctyString } from "../wire/value/cty-type.ts";
import { isUnknown } from "../wire/value/cty-value.ts";
import type { CtyMap } from "../wire/value/cty-value.ts";
import type { MeshConnection } from "./connection.ts";
import { caRootsSource } from "./data/ca-roots-source.ts";
import { configurationSource } from "./data/configuration-source.ts";
import { proxySource } from "./data/proxy-source.ts";
import { reachabilitySource } from "./data/reachability-source.ts";
import { effectiveConfigurationSource } from "./data/effective-configuration-source.ts";
import { revisionSource } from "./data/revision-source.ts";
import { serviceSource } from "./data/service-source.ts";
import { compileFunction, validateFunction } from "./functions/document-functions.ts";
import { explainFunction } from "./functions/explain-function.ts";
import { documentResource } from "./document/document-resource.ts";

/** What stands for an attribute that is not given. */
export interface ProviderEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The text of a file; throws when it cannot be read. */
  readText(path: string): string;
  /** How requests are sent; Node's own unless given. */
  readonly createFetch?: typeof createNodeFetch;
}

const standards = { address: defaultAgentAddress, set: "default", timeout: "10s" } as const;

const schema: Schema = {
  version: 0,
  description: "Manages a Meshwork service mesh through the API of its agent.",
  attributes: {
    address: text(`The agent's HTTP API; \`MESH_HTTP_ADDR\`, or \`${defaultAgentAddress}\`.`),
    token: { ...text("What an agent with `-token-file` asks for; `MESH_TOKEN`."), sensitive: true },
    ca_certificate: text(
      "PEM of the authorities to trust with `https` instead of the system's; the file `MESH_CACERT`.",
    ),
    client_certificate: text("PEM of the certificate to show when asked; the file `MESH_CLIENT_CERT`."),
    client_key: { ...text("PEM of its key; the file `MESH_CLIENT_KEY`."), sensitive: true },
    set: {
      ...text("The set of resources that name none; `MESH_SET`, or `default`."),
      validators: [
        (value) =>
          typeof value === "string" && isSetName(value) ? undefined : `A set's name has ${setNameRule}.`,
      ],
    },
    timeout: {
      ...text("How long one request may take before it fails, such as `10s`; `MESH_TIMEOUT`, or `10s`."),
      validators: [isDuration],
    },
  },
};

/** The provider `mesh`. */
export function meshProvider(environment: ProviderEnvironment): Provider<MeshConnection> {
  return {
    schema,
    configure: (config) => connect(config, environment),
    resources: { mesh_document: documentResource() },
    dataSources: {
      mesh_ca_roots: caRootsSource,
      mesh_configuration: configurationSource,
      mesh_effective_configuration: effectiveConfigurationSource,
      mesh_proxy: proxySource,
      mesh_reachability: reachabilitySource,
      mesh_revision: revisionSource,
      mesh_service: serviceSource,
    },
    functions: { compile: compileFunction, explain: explainFunction, validate: validateFunction },
  };
}

function text(description: string): Attribute {
  return { description, presence: "optional", shape: ofType(ctyString) };
}

function connect(config: CtyMap, environment: ProviderEnvironment): Answer<MeshConnection | undefined> {
  if ([...config.values()].some(isUnknown)) return { value: { kind: "unknown" }, diagnostics: [] };
  const { variables, createFetch = createNodeFetch } = environment;
  const given = (name: string, variable: string): string | undefined => {
    const value = config.get(name);
    return typeof value === "string" ? value : variables[variable] || undefined;
  };
  const address = withScheme(given("address", "MESH_HTTP_ADDR") ?? standards.address);
  if (!URL.canParse(address)) {
    const detail = `"${address}" is no address of an agent. Write it as "${defaultAgentAddress}".`;
    return refused("Malformed address", detail, "address");
  }
  const timeoutMs = durationMsOf(given("timeout", "MESH_TIMEOUT") ?? standards.timeout);
  if (timeoutMs === undefined) return refused("Malformed timeout", "MESH_TIMEOUT is no duration.", "timeout");
  const token = given("token", "MESH_TOKEN");
  const tls = readTls(config, environment);
  if ("problem" in tls) return refused("A certificate cannot be read", tls.problem, tls.attribute);
  const fetch = createFetch({
    timeoutMs,
    tls,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
  const client = new AgentClient({ address, fetch });
  const defaultSet = given("set", "MESH_SET") ?? standards.set;
  return { value: { kind: "known", client, timeoutMs, defaultSet }, diagnostics: [] };
}

function refused(summary: string, detail: string, attribute: string): Answer<undefined> {
  const path = attributeAt(attribute);
  return { value: undefined, diagnostics: [providerError({ summary, detail, path })] };
}

const pemSources = [
  { member: "ca", attribute: "ca_certificate", variable: "MESH_CACERT" },
  { member: "cert", attribute: "client_certificate", variable: "MESH_CLIENT_CERT" },
  { member: "key", attribute: "client_key", variable: "MESH_CLIENT_KEY" },
] as const;

type Tls = { readonly [M in (typeof pemSources)[number]["member"]]?: string };

interface UnreadablePem {
  readonly problem: string;
  readonly attribute: string;
}

/** Texts from attributes, files from the environment; or what is wrong with one of those. */
function readTls(config: CtyMap, environment: ProviderEnvironment): Tls | UnreadablePem {
  let tls: Tls = {};
  for (const { member, attribute, variable } of pemSources) {
    const pem = config.get(attribute);
    const file = environment.variables[variable] ?? "";
    if (typeof pem === "string") tls = { ...tls, [member]: pem };
    else if (file !== "") {
      try {
        tls = { ...tls, [member]: environment.readText(file) };
      } catch (cause) {
        const problem = `${variable} names "${file}", which cannot be read: ${String(cause)}. Correct it.`;
        return { problem, attribute };
      }
    }
  }
  return tls;
}
