import { readFileSync } from "node:fs";
import { decisionRanges, noDecisionRanges } from "../../evaluate/decision-ranges.ts";
import type { DecisionRanges } from "../../evaluate/decision-ranges.ts";
import { Evaluator } from "../../evaluate/evaluator.ts";
import { evaluatedProxies } from "../../evaluate/evaluated-proxies.ts";
import type { MeshRequest, Question } from "../../evaluate/evaluation.ts";
import type { EvaluatedProxy } from "../../evaluate/proxy-model.ts";
import { renderEndpoints } from "../../envoy/render-proxy.ts";
import type { MeshGraph } from "../../graph/mesh-graph.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { noSuchService } from "../no-such-service.ts";
import { compilePath } from "../../documents/compile-path.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { explain as explained } from "../../evaluate/explain/explanation.ts";
import { readConfigDump } from "../explain/read-config-dump.ts";
import { verdictChanges } from "../../evaluate/explain/verdict-changes.ts";
import { writeExplanation } from "../explain/write-explanation.ts";
import { reportDiagnostics, withoutHints } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import type { CommandContext } from "./command-context.ts";

export interface ExplainArguments {
  /** A service, or one of its instances. */
  readonly caller: string;
  readonly destination: string;
  readonly request: MeshRequest;
  readonly source:
    | { readonly kind: "documents"; readonly path: string; readonly variableFlags: readonly VariableFlag[] }
    /** Files of what real Envoys answered to /config_dump. */
    | { readonly kind: "config-dumps"; readonly files: readonly string[] };
  readonly form: "text" | "json";
}

/** Says what a request will meet, and why. Exit status 0 when it is allowed, 1 when it is not in every case. */
export function explain(
  { caller, destination, request, source, form }: ExplainArguments,
  { terminal, environment }: CommandContext,
): ExitCode {
  const known =
    source.kind === "documents"
      ? fromDocuments(source, terminal, environment.variables)
      : fromDumps(source.files, terminal);
  if (!known) return exitCodes.failure;
  const from = known.proxyOf(caller);
  if (from === undefined) {
    terminal.note(
      `There is no service or instance "${caller}".${didYouMean(caller, known.callers)} Known: ${known.callers.join(", ")}.`,
    );
    return exitCodes.failure;
  }
  if (known.isWholeMesh && !known.callers.includes(destination)) {
    terminal.note(noSuchService(destination, known.callers));
    return exitCodes.failure;
  }
  const question: Question = { from, to: { destination }, request };
  const evaluation = new Evaluator(known.proxies).evaluate(question);
  const explanation = explained(evaluation, known.rangeOf);
  const changes =
    evaluation.listener === undefined
      ? [`"${caller}" has no upstream "${destination}": add one to its service.`]
      : verdictChanges(explanation, { caller: known.serviceOf(from) ?? caller, destination });
  const title = `${caller} to ${destination}, ${request.method ?? "GET"} ${request.path ?? "/"}`;
  if (form === "json") terminal.out(JSON.stringify({ ...explanation, changes }, null, 2));
  else writeExplanation(explanation, { title, changes }, terminal);
  return explanation.verdict === "allowed" ? exitCodes.success : exitCodes.failure;
}

/** What an explanation is made from. */
interface Known {
  readonly proxies: readonly EvaluatedProxy[];
  readonly rangeOf: DecisionRanges;
  /** Whether no service is missing: those of config dumps may be a few of many. */
  readonly isWholeMesh: boolean;
  /** The services that call others. */
  readonly callers: readonly string[];
  /** The id of the proxy of a service or instance. */
  proxyOf(name: string): string | undefined;
  serviceOf(proxyId: string): string | undefined;
}

function fromDocuments(
  { path, variableFlags }: Extract<ExplainArguments["source"], { readonly kind: "documents" }>,
  terminal: Terminal,
  environmentVariables: ReadonlyMap<string, string>,
): Known | undefined {
  const compiled = compilePath({ path, variableFlags, environmentVariables });
  reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
  if (!compiled.mesh) return undefined;
  const { graph, proxies } = compiled.mesh;
  const named = proxies.map(({ id, service, instance }) => ({
    id,
    service,
    names: [service, instance.id, id],
  }));
  return knownProxies(named, {
    proxies: evaluatedProxies(proxies, endpointsOf(graph)),
    rangeOf: decisionRanges(graph),
    isWholeMesh: true,
  });
}

/** Nobody can be asked, so every instance is taken to be well. */
function endpointsOf(graph: MeshGraph): ReturnType<typeof renderEndpoints> {
  return renderEndpoints(graph, { healthOf: () => "passing" });
}

function fromDumps(files: readonly string[], terminal: Terminal): Known | undefined {
  const dumps = files.flatMap((file) => {
    try {
      return readConfigDump(readFileSync(file, "utf8"));
    } catch (cause) {
      terminal.note(`${file} is no config dump: ${cause instanceof Error ? cause.message : String(cause)}`);
      return [];
    }
  });
  for (const remark of dumps.flatMap(({ remarks }) => remarks)) terminal.note(remark);
  if (dumps.length < files.length) return undefined;
  const named = dumps.map(({ id, service }) => ({ id, service, names: [service, id] }));
  return knownProxies(named, { proxies: dumps, rangeOf: noDecisionRanges, isWholeMesh: false });
}

interface NamedProxy {
  readonly id: string;
  readonly service: string;
  readonly names: readonly string[];
}

function knownProxies(
  named: readonly NamedProxy[],
  rest: Pick<Known, "proxies" | "rangeOf" | "isWholeMesh">,
): Known {
  return {
    ...rest,
    callers: [...new Set(named.map(({ service }) => service))],
    proxyOf: (name) => named.find(({ names }) => names.includes(name))?.id,
    serviceOf: (proxyId) => named.find(({ id }) => id === proxyId)?.service,
  };
}
