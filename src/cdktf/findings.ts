import { relative } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { positionAt } from "../diagnostics/source-file.ts";
import type { SourceFile, SourceRange } from "../diagnostics/source-file.ts";
import type { ConstructFile } from "./document/construct-files.ts";
import type { Origin } from "./mesh-construct.ts";

/** Something that the compiler has to say. */
export interface Finding {
  readonly severity: Diagnostic["severity"];
  readonly text: string;
  /** The construct that it is about; undefined for the mesh as a whole, and for documents. */
  readonly origin: Origin | undefined;
}

/** Says what is said of documents in terms of the constructs that they were written from. */
export interface Reporter {
  readonly findingOf: (diagnostic: Diagnostic) => Finding;
  /** `at stack/mesh/web (main.ts:12:7)`, or `at mesh.hcl:3:1`. */
  readonly placeOf: (range: SourceRange) => string | undefined;
}

export function reporterOf(files: readonly ConstructFile[]): Reporter {
  const placesOf = new Map<SourceFile, ConstructFile["places"]>(
    files.map(({ file, places }) => [file, places]),
  );

  /** The innermost construct that speaks there. */
  function originOf({ file, start }: SourceRange): Origin | undefined {
    return placesOf.get(file)?.findLast((place) => place.start <= start && start < place.end)?.origin;
  }

  function placeOf(range: SourceRange): string | undefined {
    const origin = originOf(range);
    if (origin) return `at ${origin.node.path}${inBrackets(origin.creationSite())}`;
    return placesOf.has(range.file) ? undefined : `at ${lineOf(range)}`;
  }

  function findingOf({ severity, code, summary, detail, subject, related }: Diagnostic): Finding {
    const place = subject && placeOf(subject);
    const notes = related.map(({ message, range }) => `${message} ${placeOf(range) ?? ""}`.trimEnd());
    const lines = [`${code}: ${summary}`, ...(place === undefined ? [] : [place]), detail, ...notes];
    return { severity, text: lines.join("\n    "), origin: subject && originOf(subject) };
  }

  return { findingOf, placeOf };
}

function inBrackets(text: string | undefined): string {
  return text === undefined ? "" : ` (${text})`;
}

function lineOf({ file, start }: SourceRange): string {
  const { line, column } = positionAt(file, start);
  const shown = relative(process.cwd(), file.filename);
  return `${shown.startsWith("..") ? file.filename : shown}:${line}:${column}`;
}
