import type { Diagnostic, DiagnosticCode, Fix, Severity } from "./diagnostic.ts";
import { inSourceOrder } from "./diagnostic.ts";
import { errorPageMarkdown, errorPageText } from "./error-page-text.ts";
import type { ErrorPage } from "./error-page.ts";
import type { SourceRange } from "./source-file.ts";
import { lineIndexAt, lineStarts } from "./source-file.ts";

export interface SarifOptions {
  readonly toolVersion: string;
  /** What is known of each code; one without a page has its code alone. */
  readonly pages: ReadonlyMap<DiagnosticCode, ErrorPage>;
}

/**
 * Diagnostics as a SARIF 2.1.0 log with one run, in source order. Columns count UTF-16 code units, as the log says; paths
 * are relative to where the command ran. A hint is a `note`.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toSarif(diagnostics: readonly Diagnostic[], { toolVersion, pages }: SarifOptions): SarifLog {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const indexOfCode = new Map(codes.map((code, index) => [code, index]));
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Meshwork",
            semanticVersion: toolVersion,
            rules: codes.map((code) => toRule(code, pages.get(code))),
          },
        },
        columnKind: "utf16CodeUnits",
        results: inSourceOrder(diagnostics).map((diagnostic) =>
          toResult(diagnostic, indexOfCode.get(diagnostic.code) ?? -1),
        ),
      },
    ],
  };
}

export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly [SarifRun];
}

interface SarifRun {
  readonly tool: {
    readonly driver: {
      readonly name: string;
      readonly semanticVersion: string;
      readonly rules: readonly SarifRule[];
    };
  };
  readonly columnKind: "utf16CodeUnits";
  readonly results: readonly SarifResult[];
}

export interface SarifRule {
  readonly id: DiagnosticCode;
  readonly shortDescription?: SarifText;
  readonly fullDescription?: SarifText;
  readonly help?: { readonly text: string; readonly markdown: string };
}

export interface SarifResult {
  readonly ruleId: DiagnosticCode;
  readonly ruleIndex: number;
  readonly level: "error" | "warning" | "note";
  readonly message: SarifText;
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly fixes?: readonly SarifFix[];
}

interface SarifText {
  readonly text: string;
}

interface SarifLocation {
  readonly id?: number;
  readonly message?: SarifText;
  readonly physicalLocation: { readonly artifactLocation: SarifArtifact; readonly region: SarifRegion };
}

interface SarifArtifact {
  readonly uri: string;
}

/** Lines and columns from 1; the end column is excluded. */
interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface SarifFix {
  readonly description: SarifText;
  readonly artifactChanges: readonly {
    readonly artifactLocation: SarifArtifact;
    readonly replacements: readonly {
      readonly deletedRegion: SarifRegion;
      readonly insertedContent: SarifText;
    }[];
  }[];
}

/** Columns that a terminal of the usual size has; viewers show the plain help in such a font. */
const helpWidth = 80;

function toRule(code: DiagnosticCode, page: ErrorPage | undefined): SarifRule {
  if (!page) return { id: code };
  return {
    id: code,
    shortDescription: { text: page.title },
    fullDescription: { text: page.meaning },
    help: { text: errorPageText(page, helpWidth), markdown: errorPageMarkdown(page) },
  };
}

const levels: Readonly<Record<Severity, SarifResult["level"]>> = {
  error: "error",
  warning: "warning",
  hint: "note",
};

function toResult(diagnostic: Diagnostic, ruleIndex: number): SarifResult {
  const { code, severity, summary, detail, subject, related, fix } = diagnostic;
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: detail === "" ? `${summary}.` : `${summary}. ${detail}` },
    locations: subject ? [{ physicalLocation: toPhysicalLocation(subject) }] : [],
    ...(related.length > 0 && {
      relatedLocations: related.map(({ message, range }, index) => ({
        id: index + 1,
        message: { text: message },
        physicalLocation: toPhysicalLocation(range),
      })),
    }),
    ...(fix && { fixes: [toFix(fix)] }),
  };
}

function toFix({ title, range, replacement }: Fix): SarifFix {
  const change = { deletedRegion: toRegion(range), insertedContent: { text: replacement } };
  return {
    description: { text: title },
    artifactChanges: [{ artifactLocation: toArtifact(range), replacements: [change] }],
  };
}

function toPhysicalLocation(range: SourceRange): SarifLocation["physicalLocation"] {
  return { artifactLocation: toArtifact(range), region: toRegion(range) };
}

/** A path as a URI reference: what has a meaning in a URI is escaped, and a Windows drive is no scheme. */
function toArtifact({ file: { filename } }: SourceRange): SarifArtifact {
  const steps = filename.replaceAll("\\", "/").split("/");
  const path = steps.map((step) => encodeURIComponent(step.replace(/\p{Cs}/gu, "\ufffd"))).join("/");
  return { uri: /^[A-Za-z]%3A\//.test(path) ? `file:///${path}` : path };
}

function toRegion({ file, start, end }: SourceRange): SarifRegion {
  const startLine = lineIndexAt(file, start);
  const endLine = lineIndexAt(file, end);
  const starts = lineStarts(file);
  return {
    startLine: startLine + 1,
    startColumn: start - (starts[startLine] ?? 0) + 1,
    endLine: endLine + 1,
    endColumn: end - (starts[endLine] ?? 0) + 1,
  };
}
