import { toTerraformJson } from "../../diagnostics/json-writer.ts";
import { compilePath } from "../documents/compile-path.ts";
import type { VariableFlag } from "../documents/variable-inputs.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { reportDiagnostics } from "../report-diagnostics.ts";
import type { CommandContext } from "./command-context.ts";

export interface ValidateArguments {
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly format: "text" | "json";
}

/** Says everything that is wrong with a document set; touches nothing and needs no agent. */
export function validate(
  { path, variableFlags, format }: ValidateArguments,
  { terminal, environment }: CommandContext,
): ExitCode {
  const compiled = compilePath({ path, variableFlags, environmentVariables: environment.variables });
  if (format === "json") terminal.out(JSON.stringify(toTerraformJson(compiled.diagnostics), null, 2));
  else {
    reportDiagnostics(compiled.diagnostics, terminal);
    for (const skipped of compiled.skipped)
      terminal.note(`Skipped ${skipped}: nothing in it resembles a mesh.`);
    if (compiled.mesh)
      terminal.out(terminal.style("green", "The mesh is valid") + `: ${summary(compiled.mesh)}.`);
  }
  return compiled.mesh ? exitCodes.success : exitCodes.failure;
}

function summary({ graph, proxies }: NonNullable<ReturnType<typeof compilePath>["mesh"]>): string {
  const services = graph.services.size;
  return `${services} ${services === 1 ? "service" : "services"}, ${proxies.length} ${proxies.length === 1 ? "sidecar" : "sidecars"}`;
}
