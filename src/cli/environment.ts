import { homedir, userInfo } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { defaultAgentAddress, withScheme } from "../client/agent-address.ts";

/** Every environment variable the command line reads, besides those of the Envoy finder and of Node itself. */
export interface Environment {
  /** Where the agent's HTTP API is: `MESH_HTTP_ADDR`, default `http://127.0.0.1:8500`. */
  readonly agentAddress: string;
  /** How to be let in there: `MESH_TOKEN`, and the files `MESH_CACERT`, `MESH_CLIENT_CERT` and `MESH_CLIENT_KEY`. */
  readonly agentAccess: AgentAccess;
  /** Where the agent serves xDS: `MESH_XDS_ADDR`, default `127.0.0.1:8502`. */
  readonly xdsAddress: string;
  /** What an agent in development mode remembers: `MESH_STATE_DIR`, else `meshwork` in `XDG_STATE_HOME`. */
  readonly stateDirectory: string;
  /** `MESH_VAR_name=value`: variables of documents, by name. */
  readonly variables: ReadonlyMap<string, string>;
  /** `NO_COLOR` is set to anything but nothing. */
  readonly noColor: boolean;
}

/** What an agent asks of those who use its HTTP API; each part is undefined where it does not. */
export interface AgentAccess {
  readonly token: string | undefined;
  /** PEM of the authorities to trust instead of the system's. */
  readonly authoritiesFile: string | undefined;
  readonly clientCertificateFile: string | undefined;
  readonly clientKeyFile: string | undefined;
}

const variablePrefix = "MESH_VAR_";

export function readEnvironment(environment: NodeJS.ProcessEnv): Environment {
  const stateHome = environment["XDG_STATE_HOME"] || join(homeFolder(), ".local", "state");
  const variables = Object.entries(environment).flatMap(([name, value]) =>
    name.startsWith(variablePrefix) && value !== undefined
      ? [[name.slice(variablePrefix.length), value] as const]
      : [],
  );
  return {
    agentAddress: withScheme(environment["MESH_HTTP_ADDR"] || defaultAgentAddress),
    agentAccess: {
      token: environment["MESH_TOKEN"] || undefined,
      authoritiesFile: environment["MESH_CACERT"] || undefined,
      clientCertificateFile: environment["MESH_CLIENT_CERT"] || undefined,
      clientKeyFile: environment["MESH_CLIENT_KEY"] || undefined,
    },
    xdsAddress: environment["MESH_XDS_ADDR"] || defaultXdsAddress,
    stateDirectory: resolve(environment["MESH_STATE_DIR"] || join(stateHome, "meshwork")),
    variables: new Map(variables),
    noColor: Boolean(environment["NO_COLOR"]),
  };
}

export const defaultXdsPort = 8502;
const defaultXdsAddress = `127.0.0.1:${defaultXdsPort}`;

/** With an empty HOME, keys would end up in whatever folder the command runs in. */
function homeFolder(): string {
  return isAbsolute(homedir()) ? homedir() : userInfo().homedir;
}
