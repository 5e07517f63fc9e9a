import type { ApiEntryChange } from "../../client/api-types.ts";
import { changeMarks, fieldChangeText } from "../../client/change-text.ts";
import type { Terminal } from "../terminal.ts";

const colors = { add: "green", change: "yellow", remove: "red" } as const;

/** The changes for people: a line for each entry, and below it what differs. */
export function writeChanges(changes: readonly ApiEntryChange[], terminal: Pick<Terminal, "style">): string {
  const lines = changes.flatMap((change) => [
    terminal.style(colors[change.action], `  ${changeMarks[change.action]} ${change.kind} "${change.name}"`),
    ...change.fields.map((field) => `      ${fieldChangeText(field)}`),
  ]);
  return [...lines, "", counts(changes)].join("\n");
}

function counts(changes: readonly ApiEntryChange[]): string {
  const count = (action: ApiEntryChange["action"]): number =>
    changes.filter((change) => change.action === action).length;
  return `${count("add")} to add, ${count("change")} to change, ${count("remove")} to remove.`;
}
