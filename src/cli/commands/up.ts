import { AgentClient } from "../../client/agent-client.ts";
import { toApplyBody } from "../../client/api-documents.ts";
import type { StatusResponse } from "../../client/api-types.ts";
import type { CompiledMesh } from "../../compile.ts";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import type { Instance } from "../../graph/mesh-graph.ts";
import { nodeFetch } from "../../platform/node/fetch.ts";
import { nodeLogger } from "../../platform/node/logger.ts";
import { compilePath } from "../../documents/compile-path.ts";
import type { CompiledPath } from "../../documents/compile-path.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { usableEnvoy } from "../envoy-binary/usable-envoy.ts";
import { defaultHttpPort } from "../../client/agent-address.ts";
import { defaultXdsPort } from "../environment.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { describeEnd, ProcessGroup } from "../process-group.ts";
import { reportDiagnostics, withoutHints } from "../report-diagnostics.ts";
import { startSidecar } from "../sidecar/sidecar.ts";
import type { Sidecar } from "../sidecar/sidecar.ts";
import { ServerStartError, startServer } from "../start-server.ts";
import type { RunningServer } from "../start-server.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import { writeTable } from "../write-table.ts";
import { StartFailure, awaitStart } from "../up/await-start.ts";
import { Disposal } from "../up/disposal.ts";
import { documentFolder } from "../up/document-folder.ts";
import { nextSteps } from "../up/next-steps.ts";
import { programName } from "../up/program-name.ts";
import type { CommandContext } from "./command-context.ts";

export interface UpArguments {
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly httpPort: number;
  readonly xdsPort: number;
  /** What is rendered for; the version of the Envoy that is run unless given. */
  readonly envoyVersion: EnvoyVersion | undefined;
}

/** Runs a whole mesh on this machine until it is told to end: agent, applications, sidecars. */
export async function up(options: UpArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, environment } = context;
  const envoy = await usableEnvoy();
  const envoyVersion = options.envoyVersion ?? (envoy.kind === "usable" ? envoy.version : undefined);
  const compiled = compilePath({
    path: options.path,
    variableFlags: options.variableFlags,
    environmentVariables: environment.variables,
    envoyVersion,
  });
  reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
  if (!compiled.mesh) return exitCodes.failure;
  if (envoy.kind === "unusable") {
    terminal.note(envoy.message);
    return exitCodes.failure;
  }
  const interrupted = untilInterrupted();
  const disposal = new Disposal();
  try {
    const running = run({ mesh: compiled.mesh, compiled, envoyPath: envoy.path, options, disposal, context });
    const first = await Promise.race([interrupted, running.then(() => "running" as const)]);
    if (first === "running") await interrupted;
    terminal.note("\nStopping ...");
    return exitCodes.success;
  } catch (cause) {
    if (!(cause instanceof ServerStartError) && !(cause instanceof StartFailure)) throw cause;
    if (cause instanceof StartFailure) reportDiagnostics(cause.diagnostics, terminal);
    terminal.note(cause.message);
    return exitCodes.failure;
  } finally {
    await disposal.dispose();
  }
}

interface Run {
  readonly mesh: CompiledMesh;
  readonly compiled: CompiledPath;
  readonly envoyPath: string;
  readonly options: UpArguments;
  readonly disposal: Disposal;
  readonly context: CommandContext;
}

async function run(site: Run): Promise<void> {
  const { mesh, compiled, options, disposal, context } = site;
  const { terminal } = context;
  const server = await startServer({
    address: "127.0.0.1",
    httpPort: options.httpPort,
    xdsPort: options.xdsPort,
    stateDirectory: context.environment.stateDirectory,
    logger: nodeLogger("warn"),
    envoyVersion: mesh.graph.settings.envoyVersion,
  });
  disposal.add(() => server.stop());
  const client = new AgentClient({ address: `http://127.0.0.1:${server.httpPort}`, fetch: nodeFetch });
  await client.apply("default", { ...toApplyBody(compiled.documents), base_revision: 0 });

  const instances = mesh.proxies.map(({ instance }) => instance);
  const commands = instances.flatMap((instance) => startCommand(instance, context) ?? []);
  disposal.addAll(
    commands.map(
      ({ group }) =>
        () =>
          group.stop(),
    ),
  );
  const sidecars = instances.map((instance) => sidecarOf(instance, { server, client, site }));
  disposal.addAll(sidecars.map((sidecar) => () => sidecar.stop()));

  terminal.note(`Starting ${commands.length} applications and ${sidecars.length} Envoys ...`);
  const status = await awaitStart({
    client,
    files: compiled.files,
    programs: [
      ...commands.map(({ instance, group }) => ({ name: `${instance.id}'s command`, ended: group.ended })),
      ...sidecars.map(({ instanceId, ended }) => ({ name: `${instanceId}'s Envoy`, ended })),
    ],
  });
  terminal.out(writeSummary(status, mesh));
  terminal.out(`\n${terminal.style("bold", "Try next, in another terminal:")}`);
  for (const line of steps(site, server)) terminal.out(`  ${line}`);
  terminal.out(`\nThe mesh runs until you press Ctrl-C.`);
}

interface StartedCommand {
  readonly instance: Instance;
  readonly group: ProcessGroup;
}

/** Undefined for an instance that is started otherwise. */
function startCommand(instance: Instance, { terminal }: CommandContext): StartedCommand | undefined {
  const [command, ...args] = instance.command ?? [];
  if (command === undefined) return undefined;
  const label = terminal.style("cyan", `[${instance.id}]`);
  const group = new ProcessGroup({
    command,
    args,
    cwd: documentFolder(instance),
    output: (line) => terminal.note(`${label} ${line}`),
  });
  void group.ended.then((end) => terminal.note(`${label} ${describeEnd(end)}`));
  return { instance, group };
}

function sidecarOf(
  instance: Instance,
  {
    server,
    client,
    site,
  }: { readonly server: RunningServer; readonly client: AgentClient; readonly site: Run },
): Sidecar {
  const { terminal } = site.context;
  const label = terminal.style("dim", `[${instance.id} envoy]`);
  const sidecar = startSidecar({
    client,
    service: instance.service,
    instanceId: instance.id,
    datacenter: site.mesh.graph.settings.datacenter,
    xdsAddress: `127.0.0.1:${server.xdsPort}`,
    tokenFile: server.tokenFile,
    envoyPath: site.envoyPath,
    // Many sidecars share this one machine.
    envoyArguments: ["--concurrency", "2"],
    output: (line) => terminal.note(`${label} ${line}`),
    logger: nodeLogger("error"),
  });
  void sidecar.ended.then((end) => terminal.note(`${label} ${describeEnd(end)}`));
  return sidecar;
}

function writeSummary({ revision, proxies }: StatusResponse, mesh: CompiledMesh): string {
  const health = new Map(proxies.map((proxy) => [proxy.id, proxy.health]));
  const rows = mesh.proxies.map(({ id, service, instance }) => [
    instance.id,
    service,
    `127.0.0.1:${instance.port}`,
    `${instance.address.includes(":") ? `[${instance.address}]` : instance.address}:${instance.sidecarPort}`,
    health.get(id) ?? "unknown",
  ]);
  return `\nThe mesh is up, at revision ${revision}.\n\n${writeTable([["INSTANCE", "SERVICE", "APPLICATION", "SIDECAR", "HEALTH"], ...rows])}`;
}

function steps({ mesh, options, compiled }: Run, { httpPort, xdsPort }: RunningServer): readonly string[] {
  const isUsualPlace = httpPort === defaultHttpPort && xdsPort === defaultXdsPort;
  return nextSteps({
    mesh,
    path: options.path,
    program: programName(process.argv[1] ?? "mesh", process.cwd()),
    agentFlags: isUsualPlace ? "" : ` -address http://127.0.0.1:${httpPort}`,
    variables: [...compiled.documents.variables].flatMap(([name, input]) =>
      input.kind === "text" ? [[name, input.text] as const] : [],
    ),
  });
}
