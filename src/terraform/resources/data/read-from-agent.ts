import type { AgentClient } from "../../../client/agent-client.ts";
import { providerError } from "../../framework/provider-diagnostic.ts";
import type { Answer, CallContext } from "../../framework/provider.ts";
import type { CtyMap, CtyValue } from "../../wire/value/cty-value.ts";
import { askAgent } from "../agent-problem.ts";
import type { MeshConnection } from "../connection.ts";

type ReadContext = CallContext<MeshConnection> & { readonly config: CtyMap };

/** What a data source shows: the configuration with what the agent answers in it. */
export async function readFromAgent(
  { connection, config }: ReadContext,
  read: (client: AgentClient, defaultSet: string) => Promise<Readonly<Record<string, CtyValue>>>,
): Promise<Answer<CtyMap | undefined>> {
  if (connection.kind === "unknown") return { value: undefined, diagnostics: [unknownAgent] };
  const asked = await askAgent(connection, (client) => read(client, connection.defaultSet));
  if (asked.kind === "problem") return { value: undefined, diagnostics: [asked.problem] };
  return { value: new Map([...config, ...Object.entries(asked.value)]), diagnostics: [] };
}

const unknownAgent = providerError({
  summary: "The agent is not known yet",
  detail:
    'The provider\'s configuration depends on something that is yet to be applied, so nothing can be read. Apply that first, with "-target", or let this depend on it ("depends_on").',
});
