import type { DiagnosticCode } from "./diagnostic.ts";

/**
 * What there is to know about a code, for somebody who has never seen the product: the page under `docs/errors/`, what
 * `mesh explain-code` prints and the help of a SARIF rule. It stands with the rule that reports the code.
 */
export interface ErrorPage {
  readonly code: DiagnosticCode;
  /** What is wrong, as a short line without a full stop. */
  readonly title: string;
  /** What the rule demands and why; paragraphs are separated by an empty line. */
  readonly meaning: string;
  /** What one does about it. */
  readonly wayOut: string;
  /** Gives this code and no other. Undefined for what no input of the command line can bring about. */
  readonly wrong?: PageExample;
  /** The same thing written as it should be; gives no diagnostic, but that a name has no use yet. */
  readonly right?: PageExample;
}

/** A plain text is the document `mesh.hcl`. */
export type PageExample = string | DocumentsExample | ShellExample;

/** Several documents, or one that is no native HCL. */
export interface DocumentsExample {
  /** By file name, in the order of the page. */
  readonly files: Readonly<Record<string, string>>;
  /** What the page shows where the documents themselves are too long to read. */
  readonly shown?: string;
  /** Values as `-var name=value` gives them. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Lines for a shell in an empty folder; the last one is a `mesh validate`. */
export interface ShellExample {
  readonly shell: string;
}
