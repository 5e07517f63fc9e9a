import type { AgentClient } from "../../../client/agent-client.ts";
import type { SetResponse } from "../../../client/api-types.ts";
import type { DocumentSet } from "../../../compile.ts";
import { isSetName, setNameRule } from "../../../client/set-name.ts";
import { attributeAt } from "../../framework/attribute-path.ts";
import { hasProviderErrors, providerError } from "../../framework/provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";
import type { Answer, ApplyContext, ResourceLifecycle, Stored } from "../../framework/provider.ts";
import type { CtyMap } from "../../wire/value/cty-value.ts";
import { askAgent } from "../agent-problem.ts";
import type { KnownConnection, MeshConnection } from "../connection.ts";
import { applyDocument } from "./apply-document.ts";
import { compileSet } from "./compile-set.ts";
import { compilerDiagnostics } from "./compiler-diagnostics.ts";
import { readDocumentConfig } from "./document-config.ts";
import { importedState } from "./import-document.ts";
import { readPlanNote, writeStateNote } from "./kept-notes.ts";
import { planDocument } from "./plan-document.ts";
import { revisionOf } from "./revision-of.ts";
import { shownEntries } from "./shown-entries.ts";

/** How a set of documents comes and goes. */
export function documentLifecycle(): ResourceLifecycle<MeshConnection> {
  // A set whose state was shown to this run is the resource's own, also when it is about to be replaced.
  const ownSets = new Set<string>();
  const successors = new Set<string>();
  const plannedSets = new Map<string, () => DocumentSet>();
  return {
    // The plan compiles the documents itself, if they are not in force already.
    validate: (config, { isPlanned }) => (isPlanned ? [] : validateDocument(config)),
    plan: async (context) => {
      noteOwn(ownSets, context.prior);
      // What is planned at the same time may be carried out later.
      const before = new Map(plannedSets);
      const planned = await planDocument({ ...context, ownSets, successors, plannedSets: before });
      for (const [set, read] of before) plannedSets.set(set, read);
      return planned;
    },
    create: createDocument,
    update: updateDocument,
    read: async ({ connection, state, private: kept }) => {
      noteOwn(ownSets, state);
      if (connection.kind === "unknown") return answer({ state, private: kept });
      const asked = await askAgent(connection, (client) => readSet(client, setOf(state)));
      if (asked.kind === "problem") return { value: undefined, diagnostics: [asked.problem] };
      const { set_revision, entries } = asked.value;
      if (set_revision === 0) return answer(undefined);
      const found = new Map([...state, ["entries", shownEntries(entries)], ["revision", set_revision]]);
      return answer({ state: found, private: kept });
    },
    delete: async ({ connection, state }) =>
      retract(knownConnection(connection), setOf(state), revisionOf(state)),
    import: async ({ connection, id }) => importDocument(knownConnection(connection), id),
  };
}

/** A set is read at the beginning of a plan, and never while one is carried out. */
async function readSet(client: AgentClient, set: string): Promise<SetResponse> {
  await client.forgetPlans(set);
  return client.set(set);
}

/** What the compiler can say without an agent. Names that are missing may be declared by another set. */
function validateDocument(config: CtyMap): readonly ProviderDiagnostic[] {
  const { source, variables } = readDocumentConfig(config);
  return source ? compileSet(source, variables).diagnostics : [];
}

async function createDocument({
  connection,
  ...context
}: ApplyContext<MeshConnection>): Promise<Answer<Stored | undefined>> {
  const known = knownConnection(connection);
  const applied = await applyDocument({ ...context, connection: known, call: "create" });
  if (applied.kind !== "applied") return { value: undefined, diagnostics: applied.diagnostics };
  if (!hasProviderErrors(applied.diagnostics))
    return answer({ state: applied.state, private: writeStateNote({ isSettled: true }) });
  // Terraform would replace what was created with an error, and so take the mesh away from those that work with it.
  // Nothing was there before, so that is what is left.
  const left = await retract(known, setOf(applied.state), revisionOf(applied.state));
  return { value: undefined, diagnostics: [...applied.diagnostics, ...left] };
}

async function updateDocument({
  connection,
  prior,
  ...context
}: ApplyContext<MeshConnection> & { readonly prior: CtyMap }): Promise<Answer<Stored>> {
  const applied = await applyDocument({
    ...context,
    connection: knownConnection(connection),
    call: "update",
  });
  const { diagnostics } = applied;
  if (applied.kind !== "applied") {
    const isSettled = applied.kind === "not-applied" && readPlanNote(context.private).isSettled;
    return { value: { state: prior, private: writeStateNote({ isSettled }) }, diagnostics };
  }
  const isSettled = !hasProviderErrors(diagnostics);
  return { value: { state: applied.state, private: writeStateNote({ isSettled }) }, diagnostics };
}

/** The set is gone with one revision. */
async function retract(
  connection: KnownConnection,
  set: string,
  base: number,
): Promise<readonly ProviderDiagnostic[]> {
  const before = await askAgent(connection, (client) => client.set(set));
  if (before.kind === "problem") return [before.problem];
  if (before.value.set_revision === 0) return [];
  const nothing = { documents: [], variables: [], base_set_revision: base };
  const asked = await askAgent(connection, (client) => client.apply(set, nothing));
  if (asked.kind === "problem") return [asked.problem];
  switch (asked.value.kind) {
    case "applied":
    case "unchanged":
      return [];
    case "conflict":
      return [
        providerError({
          summary: `The set "${set}" was changed since the plan`,
          detail: `Somebody else has applied the set "${set}" meanwhile, so it was left as it is. Plan again.`,
        }),
      ];
    case "refused":
      return [
        providerError({
          summary: `The set "${set}" is needed`,
          detail: `Without the set "${set}" the other sets in force would be wrong, as the following says. Change those first.`,
        }),
        ...compilerDiagnostics(asked.value.report.diagnostics, { kind: "files", files: new Map() }).map(
          ({ path: _, ...diagnostic }) => diagnostic,
        ),
      ];
  }
}

async function importDocument(connection: KnownConnection, set: string): Promise<Answer<Stored | undefined>> {
  if (!isSetName(set)) return failed("No name of a set", `The id to import is a set's name: ${setNameRule}.`);
  const asked = await askAgent(connection, (client) =>
    Promise.all([client.set(set), client.setDocuments(set)]),
  );
  if (asked.kind === "problem") return { value: undefined, diagnostics: [asked.problem] };
  const [inForce, documents] = asked.value;
  if (inForce.set_revision === 0)
    return failed(`No set "${set}"`, `No set "${set}" is in force. \`mesh status\` lists those that are.`);
  return answer({
    state: importedState(set, inForce, documents),
    private: writeStateNote({ isSettled: true }),
  });
}

function failed(summary: string, detail: string): Answer<undefined> {
  return { value: undefined, diagnostics: [providerError({ summary, detail, path: attributeAt("set") })] };
}

function answer<T>(value: T): Answer<T> {
  return { value, diagnostics: [] };
}

/** By the time anything is made, everything is known. */
function knownConnection(connection: MeshConnection): KnownConnection {
  if (connection.kind === "unknown") throw new Error("the provider's configuration is unknown when applying");
  return connection;
}

function noteOwn(ownSets: Set<string>, state: CtyMap | undefined): void {
  const set = state?.get("set");
  if (typeof set === "string") ownSets.add(set);
}

function setOf(state: CtyMap): string {
  const set = state.get("set");
  if (typeof set !== "string") throw new Error("a state without the name of its set");
  return set;
}
