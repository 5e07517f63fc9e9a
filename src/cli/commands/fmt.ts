import { statSync } from "node:fs";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { formatDocument } from "../../language/format/format-document.ts";
import type { FormattedDocument } from "../../language/format/format-document.ts";
import { documentCodes } from "../../documents/codes.ts";
import { readDocument, readListed } from "../../documents/load-documents.ts";
import type { LoadedDocuments } from "../../documents/load-documents.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { findHclFiles } from "../fmt/find-hcl-files.ts";
import { replaceFile } from "../fmt/replace-file.ts";
import { processStreams, readText } from "../fmt/standard-streams.ts";
import type { StandardStreams } from "../fmt/standard-streams.ts";
import { unifiedDiff } from "../fmt/unified-diff.ts";
import { reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import type { CommandContext } from "./command-context.ts";

export interface FmtArguments {
  /** Files and folders, or `-` alone for standard input. */
  readonly paths: readonly string[];
  readonly depth: "folder" | "recursive";
  /** Whether changes are written, or only told. */
  readonly mode: "write" | "check";
  readonly shows: "names" | "differences";
}

/**
 * Puts documents into canonical style, and names those that were not. Fails when one cannot be read or written, and in
 * mode `check` when one is not in that style. A bad document does not keep the others from being formatted.
 */
export async function fmt(
  options: FmtArguments,
  { terminal }: CommandContext,
  streams: StandardStreams = processStreams,
): Promise<ExitCode> {
  const readsInput = options.paths.includes("-");
  if (readsInput && options.paths.length > 1) {
    terminal.note('"-" stands for standard input, and only by itself. Leave it out, or the other paths.');
    return exitCodes.usage;
  }
  const outcomes = readsInput
    ? [await formatInput(options, terminal, streams)]
    : options.paths.flatMap((path) => formatPath(path, options, terminal));
  const isBad = (outcome: Outcome) =>
    outcome === "failed" || (outcome === "changed" && options.mode === "check");
  return outcomes.some(isBad) ? exitCodes.failure : exitCodes.success;
}

/** What came of a document; `changed` when it was not in canonical style. */
type Outcome = "unchanged" | "changed" | "failed";

function formatPath(path: string, options: FmtArguments, terminal: Terminal): readonly Outcome[] {
  try {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (!isFolder) return [formatFile(readDocument(path), path, { options, terminal })];
    const filenames = findHclFiles(path, options.depth);
    return filenames.map((filename) => formatFile(readListed(filename), filename, { options, terminal }));
  } catch (cause) {
    return [failed([cannot("read", path, cause)], terminal)];
  }
}

interface Formatting {
  readonly options: FmtArguments;
  readonly terminal: Terminal;
}

function formatFile(
  { files, diagnostics }: LoadedDocuments,
  filename: string,
  { options, terminal }: Formatting,
): Outcome {
  const [file] = files;
  if (!file) return failed(diagnostics, terminal);
  const text = formattedText(file, terminal);
  if (text === undefined) return "failed";
  if (text === file.text) return "unchanged";
  try {
    if (options.mode === "write") replaceFile(filename, text);
  } catch (cause) {
    return failed([cannot("written", filename, cause)], terminal);
  }
  terminal.out(filename);
  if (options.shows === "differences") showDifferences(file, text, terminal);
  return "changed";
}

async function formatInput(
  options: FmtArguments,
  terminal: Terminal,
  streams: StandardStreams,
): Promise<Outcome> {
  const input = await readText(streams.input);
  if (typeof input !== "string") return failed([input], terminal);
  const file = { filename: "<stdin>", text: input };
  const text = formattedText(file, terminal);
  if (text === undefined) return "failed";
  const isChanged = text !== input;
  if (options.shows === "differences") {
    if (isChanged) showDifferences(file, text, terminal);
  } else if (options.mode === "write") streams.write(text);
  else if (isChanged) terminal.out(file.filename);
  return isChanged ? "changed" : "unchanged";
}

/** The document's own text when there is nothing to format; undefined, and a word on why, when it cannot be read. */
function formattedText(file: SourceFile, terminal: Terminal): string | undefined {
  const formatted = formatDocument(file);
  switch (formatted.kind) {
    case "formatted":
      return formatted.text;
    case "left-alone":
      terminal.note(`Left ${file.filename} alone: ${reasons[formatted.because]}.`);
      return file.text;
    case "invalid":
      reportDiagnostics(formatted.diagnostics, terminal);
      return undefined;
  }
}

type Reason = Extract<FormattedDocument, { kind: "left-alone" }>["because"];

const reasons: Readonly<Record<Reason, string>> = {
  json: "it is JSON, and canonical style is for native syntax",
  "consul-dialect": "it is written in Consul's dialect, HCL 1, which has a style of its own",
};

function showDifferences(file: SourceFile, after: string, terminal: Terminal): void {
  const lines = unifiedDiff(file.filename, { before: file.text, after });
  terminal.out(lines.map((line) => inColor(line, terminal)).join("\n"));
}

function inColor(line: string, terminal: Terminal): string {
  if (line.startsWith("@@")) return terminal.style("cyan", line);
  if (line.startsWith("-")) return terminal.style("red", line);
  return line.startsWith("+") ? terminal.style("green", line) : line;
}

function failed(diagnostics: readonly Diagnostic[], terminal: Terminal): Outcome {
  reportDiagnostics(diagnostics, terminal);
  return "failed";
}

/** Only what the file system says is the user's to know; anything else is a mistake of ours. */
function cannot(be: "read" | "written", path: string, cause: unknown): Diagnostic {
  if (!(cause instanceof Error) || !("code" in cause)) throw cause;
  return error({
    code: documentCodes.unreadable,
    summary: `Document cannot be ${be}`,
    detail: `"${path}" cannot be ${be}: ${cause.message}.`,
  });
}
