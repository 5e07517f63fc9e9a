import type { Terminal } from "../terminal.ts";
import type { EntryChange, FieldChange } from "./entry-changes.ts";

const marks = { add: "+", change: "~", remove: "-" } as const;
const colors = { add: "green", change: "yellow", remove: "red" } as const;

/** The changes for people: a line for each entry, and below it what differs. */
export function writeChanges(changes: readonly EntryChange[], terminal: Pick<Terminal, "style">): string {
  const lines = changes.flatMap((change) => [
    terminal.style(colors[change.action], `  ${marks[change.action]} ${change.kind} "${change.name}"`),
    ...change.fields.map((field) => `      ${writeField(field)}`),
  ]);
  return [...lines, "", counts(changes)].join("\n");
}

function writeField({ path, before, after }: FieldChange): string {
  if (before === undefined) return `${path}: ${JSON.stringify(after)} (new)`;
  if (after === undefined) return `${path}: ${JSON.stringify(before)} (removed)`;
  return `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

function counts(changes: readonly EntryChange[]): string {
  const count = (action: EntryChange["action"]): number =>
    changes.filter((change) => change.action === action).length;
  return `${count("add")} to add, ${count("change")} to change, ${count("remove")} to remove.`;
}
