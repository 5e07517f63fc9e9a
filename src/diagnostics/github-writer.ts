import type { Diagnostic, Severity } from "./diagnostic.ts";
import { inSourceOrder } from "./diagnostic.ts";
import { positionAt } from "./source-file.ts";

/**
 * Diagnostics as commands that a GitHub workflow turns into annotations of the changed lines, one a line, in source order.
 * Empty when there are none.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function writeGithub(diagnostics: readonly Diagnostic[]): string {
  return inSourceOrder(diagnostics).map(annotation).join("\n");
}

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", hint: "notice" };

function annotation({ severity, code, summary, detail, subject, related }: Diagnostic): string {
  const properties: (readonly [string, string | number])[] = [];
  if (subject) {
    const start = positionAt(subject.file, subject.start);
    const end = positionAt(subject.file, subject.end);
    properties.push(["file", subject.file.filename], ["line", start.line], ["endLine", end.line]);
    properties.push(["col", start.column]);
    // Columns of an annotation over several lines are refused.
    if (start.line === end.line) properties.push(["endColumn", Math.max(start.column, end.column - 1)]);
  }
  properties.push(["title", `${code}: ${summary}`]);
  const notes = related.map(({ message, range }) => {
    const { line, column } = positionAt(range.file, range.start);
    return `${message} (${range.file.filename}:${line}:${column})`;
  });
  const written = properties.map(([name, value]) => `${name}=${escapedProperty(String(value))}`).join(",");
  return `::${commands[severity]} ${written}::${escapedMessage([detail, ...notes].join("\n"))}`;
}

function escapedMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
