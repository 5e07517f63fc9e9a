import type { AgentClient } from "../../../client/agent-client.ts";
import { providerError } from "../../framework/provider-diagnostic.ts";
import type { Answer, CallContext } from "../../framework/provider.ts";
import type { CtyMap, CtyValue } from "../../wire/value/cty-value.ts";
import { askAgent } from "../agent-problem.ts";
import type { Asked } from "../agent-problem.ts";
import type { MeshConnection } from "../connection.ts";

export type ReadContext = CallContext<MeshConnection> & { readonly config: CtyMap };

/** What a data source shows: the configuration with what the agent answers in it. */
export async function readFromAgent(
  context: ReadContext,
  read: (client: AgentClient, defaultSet: string) => Promise<Readonly<Record<string, CtyValue>>>,
): Promise<Answer<CtyMap | undefined>> {
  const asked = await askForData(context, read);
  if (asked.kind === "problem") return { value: undefined, diagnostics: [asked.problem] };
  return shownData(context, asked.value);
}

/** Asks the agent, for a data source that has more to do with what it answers. */
export async function askForData<T>(
  { connection }: ReadContext,
  ask: (client: AgentClient, defaultSet: string) => Promise<T>,
): Promise<Asked<T>> {
  if (connection.kind === "unknown") return { kind: "problem", problem: unknownAgent };
  return askAgent(connection, (client) => ask(client, connection.defaultSet));
}

/** The configuration with what was found. */
export function shownData(
  { config }: ReadContext,
  found: Readonly<Record<string, CtyValue>>,
): Answer<CtyMap | undefined> {
  return { value: new Map([...config, ...Object.entries(found)]), diagnostics: [] };
}

/** The text of an attribute; undefined when it is not given. */
export function givenText(config: CtyMap, name: string): string | undefined {
  const value = config.get(name);
  return typeof value === "string" ? value : undefined;
}

const unknownAgent = providerError({
  summary: "The agent is not known yet",
  detail:
    'The provider\'s configuration depends on something that is yet to be applied, so nothing can be read. Apply that first, with "-target", or let this depend on it ("depends_on").',
});
