import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../../ca/create-authority.ts";
import { generateKeyPair, privateKeyToPem } from "../../ca/key-pair.ts";
import { openAuthority } from "../../ca/open-authority.ts";
import type { CompiledMesh } from "../../compile.ts";
import { renderBootstrap } from "../../envoy/bootstrap.ts";
import { proxyId } from "../../envoy/names.ts";
import { renderEndpoints } from "../../envoy/render-proxy.ts";
import type { RenderedProxy } from "../../envoy/render-proxy.ts";
import { typeUrls } from "../../envoy/resource.ts";
import type { Resource, TypeUrl } from "../../envoy/resource.ts";
import { trustBundleResource, workloadCertificateResource } from "../../envoy/secret/render-secrets.ts";
import { staticBootstrap } from "../../envoy/static-bootstrap.ts";
import type { CatalogView } from "../../graph/mesh-graph.ts";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import { nodeClock } from "../../platform/node/clock.ts";
import { compilePath } from "../../documents/compile-path.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { defaultXdsPort } from "../environment.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { reportDiagnostics, withoutHints } from "../report-diagnostics.ts";
import type { CommandContext } from "./command-context.ts";

export interface RenderArguments {
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly directory: string;
  /** `static` inlines everything into the bootstrap. */
  readonly form: "dynamic" | "static";
  readonly envoyVersion: EnvoyVersion | undefined;
}

const fileNames: Readonly<Record<TypeUrl, string>> = {
  [typeUrls.cluster]: "clusters.json",
  [typeUrls.endpoint]: "endpoints.json",
  [typeUrls.listener]: "listeners.json",
  [typeUrls.route]: "routes.json",
  [typeUrls.secret]: "secrets.json",
};

/** Stands for the paths that `mesh connect envoy` chooses where it runs: the same bytes on every machine. */
const runtimeFolder = "/run/meshwork";

/** Nobody can be asked, so every instance is taken to be well. */
const everybodyWell: CatalogView = { healthOf: () => "passing" };

/** Writes what each proxy of a document set would be told; needs no agent. */
export async function render(
  { path, variableFlags, directory, form, envoyVersion }: RenderArguments,
  { terminal, environment }: CommandContext,
): Promise<ExitCode> {
  const compiled = compilePath({
    path,
    variableFlags,
    environmentVariables: environment.variables,
    envoyVersion,
  });
  reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
  if (!compiled.mesh) return exitCodes.failure;
  const rendered = form === "static" ? await staticFiles(compiled.mesh) : dynamicFiles(compiled.mesh);
  for (const { id } of compiled.mesh.proxies) clearFolder(join(directory, id));
  for (const [file, content] of rendered) {
    // Stand-in keys guard nothing, but a file that looks like a key should never be readable to all.
    const mode = form === "static" ? 0o600 : 0o644;
    writeFileSync(join(directory, file), `${JSON.stringify(content, null, 2)}\n`, { mode, flag: "wx" });
  }
  terminal.out(`Rendered ${compiled.mesh.proxies.length} proxies to ${directory}.`);
  return exitCodes.success;
}

/** An earlier rendering goes: its files would seem to belong to this one, and would keep their own permissions. */
function clearFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ["bootstrap.json", ...Object.values(fileNames)])
    rmSync(join(folder, name), { force: true });
}

type Files = readonly (readonly [string, object])[];

function dynamicFiles({ graph, proxies }: CompiledMesh): Files {
  const endpoints = renderEndpoints(graph, everybodyWell);
  return proxies.flatMap((proxy): Files => {
    const bootstrap = renderBootstrap({
      proxyId: proxyId(proxy.instance),
      service: proxy.service,
      datacenter: graph.settings.datacenter,
      agent: { address: "127.0.0.1", port: defaultXdsPort },
      tokenFile: join(runtimeFolder, "token"),
      adminSocketPath: adminSocketOf(proxy),
    });
    const resources = [...proxy.resources, ...proxy.viewKeys.flatMap((key) => endpoints.get(key) ?? [])];
    const byType = Object.entries(fileNames).flatMap(([typeUrl, name]) => {
      const ofType = resources.filter((resource) => resource.typeUrl === typeUrl);
      return ofType.length > 0 ? [[join(proxy.id, name), discoveryFile(ofType)] as const] : [];
    });
    return [[join(proxy.id, "bootstrap.json"), bootstrap], ...byType];
  });
}

/** In the form that Envoy also reads from disk. */
function discoveryFile(resources: readonly Resource[]): object {
  const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { resources: sorted.map(({ typeUrl, message }) => ({ "@type": typeUrl, ...message })) };
}

async function staticFiles({ graph, proxies }: CompiledMesh): Promise<Files> {
  const endpoints = renderEndpoints(graph, everybodyWell);
  const secrets = await standInSecrets(graph.settings.trustDomain);
  return proxies.map((proxy) => {
    const parts = { endpoints: proxy.viewKeys.flatMap((key) => endpoints.get(key) ?? []), secrets };
    const options = { datacenter: graph.settings.datacenter, adminSocketPath: adminSocketOf(proxy) };
    return [join(proxy.id, "bootstrap.json"), staticBootstrap(proxy, parts, options)] as const;
  });
}

/** Certificates that Envoy accepts and nobody trusts: made anew each time, so that none can be taken for a real one. */
async function standInSecrets(trustDomain: string): Promise<readonly Resource[]> {
  const authority = await openAuthority(await createAuthority({ trustDomain, clock: nodeClock }), nodeClock);
  const keys = await generateKeyPair();
  const leaf = await authority.signLeaf({
    publicKey: keys.publicKey,
    spiffeId: `spiffe://${trustDomain}/stand-in`,
    ttlMs: 3_600_000,
  });
  const certificate = {
    certificateChainPem: leaf.certificateChainPem,
    privateKeyPem: await privateKeyToPem(keys.privateKey),
  };
  return [workloadCertificateResource(certificate), trustBundleResource(await authority.roots())];
}

function adminSocketOf({ id }: RenderedProxy): string {
  return join(runtimeFolder, `${id}-admin.sock`);
}
