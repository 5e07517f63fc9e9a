import { relative } from "node:path";
import { configCodes } from "../config/codes.ts";
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

/** Something that is wrong with what a construct was given, which no document shows. */
export interface Mistake {
  readonly origin: Origin;
  readonly code: Diagnostic["code"];
  readonly summary: string;
  readonly detail: string;
}

/** A value that no document can hold. */
export function wrongType(origin: Origin, detail: string): Mistake {
  return { origin, code: configCodes.wrongType, summary: "Wrong type", detail };
}

export function findingOfMistake({ origin, code, summary, detail }: Mistake): Finding {
  const lines = [`${code}: ${summary}`, placeOfOrigin(origin), detail];
  return { severity: "error", text: lines.join("\n    "), origin };
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
    if (origin) return placeOfOrigin(origin);
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

/** `at stack/mesh/web (main.ts:12:7)` */
export function placeOfOrigin({ node, creationSite }: Origin): string {
  const site = creationSite();
  return `at ${node.path}${site === undefined ? "" : ` (${site})`}`;
}

function lineOf({ file, start }: SourceRange): string {
  const { line, column } = positionAt(file, start);
  const shown = relative(process.cwd(), file.filename);
  return `${shown.startsWith("..") ? file.filename : shown}:${line}:${column}`;
}
