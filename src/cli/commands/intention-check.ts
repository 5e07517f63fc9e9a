import { intentionBetween } from "../../graph/intention-between.ts";
import type { Standing } from "../../graph/intention-between.ts";
import { compilePath } from "../../documents/compile-path.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { placeOf, placeText } from "../../evaluate/explain/place-text.ts";
import { noSuchService } from "../no-such-service.ts";
import { reportDiagnostics, withoutHints } from "../report-diagnostics.ts";
import type { CommandContext } from "./command-context.ts";

export interface IntentionCheckArguments {
  readonly source: string;
  readonly destination: string;
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly form: "text" | "json";
}

const answers: Readonly<Record<Standing, string>> = {
  allowed: "Allowed",
  denied: "Denied",
  depends: "Depends on the request",
};

/** Whether a source may call a destination. Exit status 0: yes, whatever it asks; 1: no, or not in every case. */
export function intentionCheck(
  { source, destination, path, variableFlags, form }: IntentionCheckArguments,
  { terminal, environment }: CommandContext,
): ExitCode {
  const compiled = compilePath({ path, variableFlags, environmentVariables: environment.variables });
  reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
  if (!compiled.mesh) return exitCodes.failure;
  const { graph } = compiled.mesh;
  if (!graph.services.has(destination)) {
    terminal.note(noSuchService(destination, graph.services.keys()));
    return exitCodes.failure;
  }
  const { standing, rule } = intentionBetween(graph, source, destination);
  const declaredAt = rule && placeOf(rule.range);
  // One that an intention names may be a caller outside of the mesh.
  if (!graph.services.has(source) && rule?.source !== source)
    terminal.note(noSuchService(source, graph.services.keys()));
  if (form === "json") terminal.out(JSON.stringify({ standing, rule: rule?.id, declaredAt }, null, 2));
  else {
    const decidedBy = rule ? `${rule.id}${placeText(declaredAt)}` : "the default policy";
    terminal.out(`${answers[standing]}: ${decidedBy}.`);
    if (standing === "depends")
      terminal.note(`\`mesh explain ${source} ${destination} GET /path\` judges one request.`);
  }
  return standing === "allowed" ? exitCodes.success : exitCodes.failure;
}
