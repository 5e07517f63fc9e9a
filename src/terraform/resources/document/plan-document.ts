import type { PlanOutcome } from "../../../client/api-types.ts";
import { compile } from "../../../compile.ts";
import type { DocumentSet } from "../../../compile.ts";
import { hasErrors } from "../../../diagnostics/diagnostic.ts";
import { attributeAt } from "../../framework/attribute-path.ts";
import { hasProviderErrors, providerError } from "../../framework/provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";
import type { Answer, PlanContext, Planned } from "../../framework/provider.ts";
import { unknown } from "../../wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../../wire/value/cty-value.ts";
import { askAgent } from "../agent-problem.ts";
import type { MeshConnection } from "../connection.ts";
import { compileSet, uncompiledBody } from "./compile-set.ts";
import type { CompiledSet } from "./compile-set.ts";
import { compilerDiagnostics } from "./compiler-diagnostics.ts";
import { readDocumentConfig } from "./document-config.ts";
import { readStateNote, writePlanNote } from "./kept-notes.ts";
import { loadDocumentSet } from "./load-document-set.ts";
import { revisionOf } from "./revision-of.ts";
import { shownAdditions, shownChanges } from "./shown-entries.ts";

/** What the user may say about the documents, in one of several ways that can mean the same. */
const givenNames = ["source", "files", "variables"] as const;

export type DocumentPlanContext = PlanContext<MeshConnection> & {
  /** Sets that this run has seen in the state: theirs is not somebody else's. */
  readonly ownSets: ReadonlySet<string>;
  /** Sets that this run has found to take the place of another, which is still in force. */
  readonly successors: Set<string>;
  /** What this run has planned so far, by set: what depends on it is planned after it. */
  readonly plannedSets: Map<string, () => DocumentSet>;
};

/** What an apply of the documents would make of the set. */
export async function planDocument(context: DocumentPlanContext): Promise<Answer<Planned>> {
  const { connection, config, prior } = context;
  const set = plannedSet(context);
  const documents = readDocumentConfig(config);
  if (!documents.isKnown || !documents.source) {
    return planned({ ...given(config), set, ...waiting, entries: unknown }, context);
  }
  const { source, variables } = documents;
  if (typeof set === "string")
    context.plannedSets.set(set, () => loadDocumentSet(source, variables).documents);
  const unchanged = await planUnchanged(context, set);
  if (unchanged) return unchanged;
  const compiled = compileSet(source, variables);
  // The compiler's warnings were said when the configuration was validated.
  if (hasProviderErrors(compiled.diagnostics)) return refused(compiled.diagnostics, context);
  const known = { ...given(config), set, entries: compiled.entries };
  if (connection.kind === "unknown" || typeof set !== "string") {
    return planned({ ...known, ...waiting }, context);
  }
  if (prior && prior.get("set") !== set) context.successors.add(set);
  if (context.successors.has(set)) {
    // What is to be gone by then is still in force, and would seem to contradict it.
    return planned({ ...known, revision: unknown, changes: shownAdditions(compiled.entries) }, context, 0);
  }
  const asked = await askAgent(connection, (client) =>
    client.plan(set, { ...compiled.body, with_traffic: prior !== undefined }),
  );
  if (asked.kind === "problem") return refused([asked.problem], context);
  if (asked.value.kind === "refused") {
    if (!isRightWithThoseOfThisRun(context)) return refused(refusalOf(asked.value, compiled), context);
    const changes = prior ? unknown : shownAdditions(compiled.entries);
    return planned({ ...known, revision: unknown, changes }, context, revisionOf(prior));
  }
  const { in_force, set_revision } = asked.value;
  if (!prior && set_revision > 0 && !context.ownSets.has(set)) return refused([alreadyThere(set)], context);
  if (!prior)
    return planned({ ...known, revision: unknown, changes: shownAdditions(compiled.entries) }, context, 0);
  // What the state was refreshed from is what the changes are against. An apply plans once more: it must find the same.
  if (prior.get("revision") !== set_revision) return refused([changedMeanwhile(set)], context);
  const base = set_revision;
  if (in_force && readStateNote(context.private).isSettled) {
    return planned({ ...asBefore(config, prior), set, entries: compiled.entries }, context, base);
  }
  return planned({ ...known, revision: unknown, changes: shownChanges(asked.value) }, context, base);
}

/**
 * The plan of a set that is in force to the letter, the most frequent of all: the agent knows it by its text, and nobody
 * has to compile what it has compiled already. Undefined: it takes more to find out.
 */
async function planUnchanged(
  context: DocumentPlanContext,
  set: CtyValue,
): Promise<Answer<Planned> | undefined> {
  const { connection, config, prior } = context;
  const { source, variables } = readDocumentConfig(config);
  const isSettled = readStateNote(context.private).isSettled;
  if (!prior || prior.get("set") !== set || typeof set !== "string") return undefined;
  if (!source || connection.kind === "unknown" || !isSettled) return undefined;
  const body = uncompiledBody(source, variables);
  if (!body) return undefined;
  const asked = await askAgent(connection, (client) => client.plan(set, body));
  if (asked.kind === "problem") return refused([asked.problem], context);
  if (asked.value.kind === "refused" || !asked.value.in_force) return undefined;
  if (prior.get("revision") !== asked.value.set_revision) return undefined;
  return planned(
    { ...asBefore(config, prior), set, entries: prior.get("entries") ?? unknown },
    context,
    asked.value.set_revision,
  );
}

/**
 * Whether what is wrong with the sets in force is right with those that this run is going to make of them. What is
 * carried out asks the agent once more, when the sets that this one depends on are in force.
 */
function isRightWithThoseOfThisRun({ plannedSets }: DocumentPlanContext): boolean {
  if (plannedSets.size === 1) return false;
  return !hasErrors(compile([...plannedSets.values()].map((read) => read())).diagnostics);
}

type Values = Readonly<Record<string, CtyValue>>;

/** What only the agent can say. */
const waiting: Values = { revision: unknown, changes: unknown };

function planned(values: Values, context: DocumentPlanContext, base?: number): Answer<Planned> {
  return {
    value: {
      planned: new Map([...context.planned, ...Object.entries(values)]),
      private: writePlanNote({ base, ...readStateNote(context.private) }),
    },
    diagnostics: [],
  };
}

function refused(diagnostics: readonly ProviderDiagnostic[], context: DocumentPlanContext): Answer<Planned> {
  return { value: { planned: context.planned, private: "" }, diagnostics };
}

function plannedSet({ connection, config, prior }: DocumentPlanContext): CtyValue {
  const own = config.get("set") ?? null;
  if (own !== null) return own;
  if (connection.kind === "known") return connection.defaultSet;
  return prior?.get("set") ?? unknown;
}

/** As the user says it now, and nothing where nothing is said. */
function given(config: CtyMap): Values {
  return Object.fromEntries(givenNames.map((name) => [name, config.get(name) ?? null]));
}

/**
 * The set is in force to the letter, so nothing is a change: a path that is written in another way, or that an import
 * could not know, stays as the state has it.
 */
function asBefore(config: CtyMap, prior: CtyMap): Values {
  const kept = givenNames.map((name) => {
    const before = prior.get(name) ?? null;
    const now = config.get(name) ?? null;
    return [name, before === null && now !== null ? now : before] as const;
  });
  return {
    ...Object.fromEntries(kept),
    revision: prior.get("revision") ?? unknown,
    changes: prior.get("changes") ?? [],
  };
}

export function refusalOf(
  { report }: Extract<PlanOutcome, { readonly kind: "refused" }>,
  { source }: CompiledSet,
): readonly ProviderDiagnostic[] {
  return compilerDiagnostics(report.diagnostics, source);
}

export function changedMeanwhile(set: string): ProviderDiagnostic {
  return providerError({
    summary: `The set "${set}" was changed since the plan`,
    detail: `Somebody else has applied the set "${set}" since its state was last read. Nothing was applied. Plan again, to see the changes against what is in force now.`,
    path: attributeAt("set"),
  });
}

export function alreadyThere(set: string): ProviderDiagnostic {
  return providerError({
    summary: `The set "${set}" is already there`,
    detail: `Somebody has applied the set "${set}" already, and this resource would replace it. Take it over with \`terraform import\` and the id "${set}", or give another "set".`,
    path: attributeAt("set"),
  });
}
