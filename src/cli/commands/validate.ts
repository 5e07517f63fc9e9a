import { displayText } from "../../diagnostics/display-text.ts";
import type { Diagnostic, Fix } from "../../diagnostics/diagnostic.ts";
import { positionAt } from "../../diagnostics/source-file.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { processStreams, readText } from "../fmt/standard-streams.ts";
import type { StandardStreams } from "../fmt/standard-streams.ts";
import { reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { checkSources } from "../validate/check-sources.ts";
import type { CheckedSources } from "../validate/check-sources.ts";
import { fixSources } from "../validate/fix-sources.ts";
import { standardInput } from "../validate/load-sets.ts";
import { writeReport } from "../validate/write-report.ts";
import type { ReportFormat } from "../validate/write-report.ts";
import type { CommandContext } from "./command-context.ts";

export interface ValidateArguments {
  /** Files and folders; `-` is standard input. */
  readonly paths: readonly string[];
  /** What standard input is called in messages; a name that ends with `.json` makes it JSON. */
  readonly inputName: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly format: "text" | ReportFormat;
  readonly mode: "check" | "fix";
  readonly envoyVersion?: EnvoyVersion | undefined;
}

/** Says everything that is wrong with documents, and corrects what is certain when asked to. Needs no agent. */
export async function validate(
  { paths, inputName, variableFlags, format, mode, envoyVersion }: ValidateArguments,
  { terminal, environment }: CommandContext,
  streams: StandardStreams = processStreams,
): Promise<ExitCode> {
  const isInputGiven = paths.includes(standardInput);
  if (isInputGiven && mode === "fix") {
    terminal.note("Standard input cannot be fixed in place. Leave out --fix, or give the path of a file.");
    return exitCodes.usage;
  }
  const input = isInputGiven ? await readInput(inputName, streams) : undefined;
  const options = {
    paths,
    input,
    variableFlags,
    environmentVariables: environment.variables,
    envoyVersion,
  };
  const fixed = mode === "fix" ? fixSources(options) : undefined;
  const checked = fixed ?? checkSources(options);
  for (const fix of fixed?.fixes ?? []) terminal.note(fixLine(fix));
  for (const skipped of checked.skipped)
    terminal.note(`Skipped ${displayText(skipped)}: nothing in it resembles a mesh.`);
  if (format === "text") writeForPeople(checked, terminal);
  else {
    const report = await writeReport(format, checked);
    if (report !== "") terminal.out(report);
  }
  return checked.mesh ? exitCodes.success : exitCodes.failure;
}

async function readInput(filename: string, streams: StandardStreams): Promise<SourceFile | Diagnostic> {
  const text = await readText(streams.input);
  return typeof text === "string" ? { filename, text } : text;
}

function fixLine({ title, range }: Fix): string {
  const { line, column } = positionAt(range.file, range.start);
  const before = displayText(range.file.text.slice(range.start, range.end));
  return `Fixed ${displayText(range.file.filename)}:${line}:${column}: ${title} instead of ${before}`;
}

function writeForPeople({ diagnostics, mesh }: CheckedSources, terminal: Terminal): void {
  reportDiagnostics(diagnostics, terminal);
  if (mesh) terminal.out(`${terminal.style("green", "The mesh is valid")}: ${summary(mesh)}.`);
  const [first] = diagnostics;
  if (first) terminal.note(`For more about a code: mesh explain-code ${first.code}`);
}

function summary({ graph }: NonNullable<CheckedSources["mesh"]>): string {
  const services = graph.services.size;
  const sidecars = [...graph.services.values()].reduce((sum, { instances }) => sum + instances.length, 0);
  return `${services} ${services === 1 ? "service" : "services"}, ${sidecars} ${sidecars === 1 ? "sidecar" : "sidecars"}`;
}
