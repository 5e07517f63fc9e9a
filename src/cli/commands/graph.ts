import { writeFileSync } from "node:fs";
import { compilePath } from "../../documents/compile-path.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { countOf } from "../count-of.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { meshPicture } from "../graph/mesh-picture.ts";
import type { MeshPicture } from "../graph/mesh-picture.ts";
import { writeDot } from "../graph/write-dot.ts";
import { writeHtml } from "../graph/write-html.ts";
import { writeMermaid } from "../graph/write-mermaid.ts";
import { writeSvg } from "../graph/write-svg.ts";
import { reportDiagnostics, withoutHints } from "../report-diagnostics.ts";
import type { CommandContext } from "./command-context.ts";

export type GraphFormat = "svg" | "html" | "dot" | "mermaid" | "json";

export interface GraphArguments {
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly format: GraphFormat;
  /** A file to write instead of standard output. */
  readonly output: string | undefined;
}

const writers: Readonly<Record<GraphFormat, (picture: MeshPicture) => string>> = {
  svg: writeSvg,
  html: writeHtml,
  dot: writeDot,
  mermaid: writeMermaid,
  json: (picture) => `${JSON.stringify(picture, null, 2)}\n`,
};

/** Draws who calls whom, who may, and in which shares; needs no agent. */
export function graph(
  { path, variableFlags, format, output }: GraphArguments,
  { terminal, environment }: CommandContext,
): ExitCode {
  const compiled = compilePath({ path, variableFlags, environmentVariables: environment.variables });
  reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
  if (!compiled.mesh) return exitCodes.failure;
  const picture = meshPicture(compiled.mesh.graph);
  const text = writers[format](picture);
  if (output === undefined) {
    terminal.out(text.trimEnd());
    return exitCodes.success;
  }
  writeFileSync(output, text);
  terminal.note(
    `Drew ${countOf(picture.services.length, "service")} and ${countOf(picture.calls.length, "call")} in ${output}.`,
  );
  return exitCodes.success;
}
