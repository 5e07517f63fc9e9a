import { isSetName } from "../../../client/set-name.ts";
import { providerError } from "../../framework/provider-diagnostic.ts";
import type { Answer, MovedObject, Stored } from "../../framework/provider.ts";
import { documentState } from "./import-document.ts";
import { writeStateNote } from "./kept-notes.ts";

/**
 * Takes over a set from what ran `mesh apply` for it until now: a `terraform_data` whose `input`, or a `null_resource`
 * whose `triggers`, names the set. Everything else of the state is read from the agent.
 */
export function movedDocument({ typeName, json }: MovedObject): Answer<Stored | undefined> | undefined {
  const source = sources[typeName];
  if (!source) return undefined;
  const set = memberOf(source.keptIn(JSON.parse(json)), "set");
  if (typeof set !== "string" || !isSetName(set)) {
    const summary = "Which set?";
    const detail = `A ${typeName} gives its set to a mesh_document when its "${source.attribute}" names it: ${source.attribute} = { set = "default" }. Apply that first, or remove the "moved" block and import the set.`;
    return { value: undefined, diagnostics: [providerError({ summary, detail })] };
  }
  const state = documentState({ set, wait_for_proxies: true });
  return { value: { state, private: writeStateNote({ isSettled: true }) }, diagnostics: [] };
}

/** What may have run a command by a provisioner, and where it keeps what the command depends on. */
const sources: Readonly<Record<string, CommandRunner>> = {
  // Of any type, and so kept with its type beside it.
  terraform_data: { attribute: "input", keptIn: (state) => memberOf(memberOf(state, "input"), "value") },
  null_resource: { attribute: "triggers", keptIn: (state) => memberOf(state, "triggers") },
};

interface CommandRunner {
  readonly attribute: string;
  keptIn(state: unknown): unknown;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
