import { compilePath } from "../../documents/compile-path.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { noSuchService } from "../no-such-service.ts";
import { reportDiagnostics, withoutHints } from "../report-diagnostics.ts";
import { effectiveSettings } from "../../evaluate/explain/effective-settings.ts";
import type { EffectiveSetting, SettingValue } from "../../evaluate/explain/effective-settings.ts";
import { writeTable } from "../write-table.ts";
import type { CommandContext } from "./command-context.ts";

export interface ShowArguments {
  readonly service: string;
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly form: "text" | "json";
}

/** Shows a service's settings as they hold after merging, each with the line that gives it. */
export function show(
  { service: name, path, variableFlags, form }: ShowArguments,
  { terminal, environment }: CommandContext,
): ExitCode {
  const compiled = compilePath({ path, variableFlags, environmentVariables: environment.variables });
  reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
  if (!compiled.mesh) return exitCodes.failure;
  const { graph } = compiled.mesh;
  const service = graph.services.get(name);
  if (!service) {
    terminal.note(noSuchService(name, graph.services.keys()));
    return exitCodes.failure;
  }
  const settings = effectiveSettings(service, graph, compiled.entries);
  terminal.out(form === "json" ? JSON.stringify(settings, null, 2) : table(settings));
  return exitCodes.success;
}

function table(settings: readonly EffectiveSetting[]): string {
  const rows = settings.map(({ of, setting, value, declaredAt }) => [
    of,
    setting,
    valueText(value),
    declaredAt ? `${declaredAt.file}:${declaredAt.line}` : "default",
  ]);
  return writeTable([["OF", "SETTING", "VALUE", "FROM"], ...rows]);
}

function valueText(value: SettingValue): string {
  if (value === undefined) return "-";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
