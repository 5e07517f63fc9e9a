import type { ApiEntryChange, ApiFieldChange } from "../../client/api-types.ts";
import { hiddenValue } from "../../language/sensitive.ts";
import type { Terminal } from "../terminal.ts";

const marks = { add: "+", change: "~", remove: "-" } as const;
const colors = { add: "green", change: "yellow", remove: "red" } as const;

/** The changes for people: a line for each entry, and below it what differs. */
export function writeChanges(changes: readonly ApiEntryChange[], terminal: Pick<Terminal, "style">): string {
  const lines = changes.flatMap((change) => [
    terminal.style(colors[change.action], `  ${marks[change.action]} ${change.kind} "${change.name}"`),
    ...change.fields.map((field) => `      ${writeField(field)}`),
  ]);
  return [...lines, "", counts(changes)].join("\n");
}

function writeField({ path, before, after }: ApiFieldChange): string {
  if (before === hiddenValue && after === hiddenValue) return `${path}: sensitive value changed`;
  if (before === undefined) return `${path}: ${JSON.stringify(after)} (new)`;
  if (after === undefined) return `${path}: ${JSON.stringify(before)} (removed)`;
  return `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

function counts(changes: readonly ApiEntryChange[]): string {
  const count = (action: ApiEntryChange["action"]): number =>
    changes.filter((change) => change.action === action).length;
  return `${count("add")} to add, ${count("change")} to change, ${count("remove")} to remove.`;
}
