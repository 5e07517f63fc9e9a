import type { CompiledMesh } from "../../compile.ts";
import { isHttpLike } from "../../graph/mesh-graph.ts";

export interface NextStepsOptions {
  readonly mesh: CompiledMesh;
  readonly path: string;
  /** How this command was called, so that the lines can be pasted. */
  readonly program: string;
  /** Flags that a command needs to find this agent; empty when it listens where everybody looks. */
  readonly agentFlags: string;
  /** The variables of the documents with their values, sorted by name. */
  readonly variables: readonly (readonly [string, string])[];
}

/** What somebody can do with a mesh that runs: lines to paste into another terminal. */
export function nextSteps({
  mesh,
  path,
  program,
  agentFlags,
  variables,
}: NextStepsOptions): readonly string[] {
  const upstreams = [...mesh.graph.services.values()].flatMap((service) =>
    service.upstreams
      .filter(({ destination }) => isHttpLike(mesh.graph.services.get(destination)?.protocol ?? "tcp"))
      .map(
        ({ destination, localBindAddress, localBindPort }) =>
          `curl -i http://${urlHost(localBindAddress)}:${localBindPort}${allowedPath(mesh, service.name, destination)}   # ${service.name} → ${destination}`,
      ),
  );
  const flags = variables.map(([name, value]) => `-var ${quoted(`${name}=${value}`)}`).join(" ");
  return [
    `${program} status${agentFlags}`,
    `${program} apply ${quoted(path)}${agentFlags} --auto-approve --wait${flags === "" ? "" : ` ${flags}`}`,
    ...upstreams,
  ];
}

/** A path that the caller may get, where its permissions name one. */
function allowedPath({ graph }: CompiledMesh, source: string, destination: string): string {
  const rule = graph.intentions.get(destination)?.find((candidate) => candidate.source === source);
  const permissions = rule?.decision.kind === "permissions" ? rule.decision.permissions : [];
  return permissions.find(({ action, path }) => action === "allow" && path)?.path?.value ?? "/";
}

function urlHost(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
