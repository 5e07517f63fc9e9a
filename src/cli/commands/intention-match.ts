import type { IntentionRule } from "../../graph/intention-rule.ts";
import type { MeshGraph } from "../../graph/mesh-graph.ts";
import { compilePath } from "../../documents/compile-path.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { countOf } from "../count-of.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { placeOf } from "../../evaluate/explain/place-text.ts";
import { noSuchService } from "../no-such-service.ts";
import { reportDiagnostics, withoutHints } from "../report-diagnostics.ts";
import { writeTable } from "../write-table.ts";
import type { CommandContext } from "./command-context.ts";

export interface IntentionMatchArguments {
  readonly service: string;
  /** As what it is looked for. */
  readonly as: "source" | "destination";
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly form: "text" | "json";
}

interface MatchedIntention {
  readonly precedence: number;
  readonly source: string;
  readonly destination: string;
  readonly decision: string;
  readonly enforcement: string;
  readonly declaredAt: { readonly file: string; readonly line: number };
}

/** The intentions that are about a service, those that are tried first first. */
export function intentionMatch(
  { service, as, path, variableFlags, form }: IntentionMatchArguments,
  { terminal, environment }: CommandContext,
): ExitCode {
  const compiled = compilePath({ path, variableFlags, environmentVariables: environment.variables });
  reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
  if (!compiled.mesh) return exitCodes.failure;
  const { graph } = compiled.mesh;
  const matched = as === "destination" ? toDestination(service, graph) : ofSource(service, graph);
  // One that an intention names may be a caller outside of the mesh.
  if (!graph.services.has(service) && !matched.some(({ source }) => source === service)) {
    terminal.note(noSuchService(service, graph.services.keys()));
    if (matched.length === 0) return exitCodes.failure;
  }
  if (form === "json") terminal.out(JSON.stringify(matched, null, 2));
  else if (matched.length === 0)
    terminal.out(`No intention is about "${service}" as a ${as}; the default policy decides.`);
  else terminal.out(table(matched));
  return exitCodes.success;
}

function toDestination(destination: string, graph: MeshGraph): readonly MatchedIntention[] {
  return (graph.intentions.get(destination) ?? []).map((rule) => matchedIntention(rule));
}

function ofSource(source: string, graph: MeshGraph): readonly MatchedIntention[] {
  const rules = [...graph.intentions.values()].flatMap((list) =>
    list.filter((rule) => rule.source === source || rule.source === "*"),
  );
  // A rule for every destination stands in the list of each.
  const distinct = [...new Map(rules.map((rule) => [rule.id, rule])).values()];
  return distinct
    .sort((a, b) => b.precedence - a.precedence || (a.id < b.id ? -1 : 1))
    .map((rule) => matchedIntention(rule));
}

function matchedIntention({
  id,
  source,
  precedence,
  decision,
  enforcement,
  range,
}: IntentionRule): MatchedIntention {
  return {
    precedence,
    source,
    destination: id.slice(0, id.indexOf("/")),
    decision:
      decision.kind === "action" ? decision.action : countOf(decision.permissions.length, "permission"),
    enforcement,
    declaredAt: placeOf(range),
  };
}

function table(matched: readonly MatchedIntention[]): string {
  const rows = matched.map(({ precedence, source, destination, decision, enforcement, declaredAt }) => [
    String(precedence),
    source,
    destination,
    decision,
    enforcement,
    `${declaredAt.file}:${declaredAt.line}`,
  ]);
  return writeTable([
    ["PRECEDENCE", "SOURCE", "DESTINATION", "DECISION", "ENFORCEMENT", "DECLARED AT"],
    ...rows,
  ]);
}
