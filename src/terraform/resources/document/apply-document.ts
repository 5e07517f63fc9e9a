import type { PlanRequest } from "../../../client/api-types.ts";
import { attributeAt } from "../../framework/attribute-path.ts";
import { hasProviderErrors, providerError } from "../../framework/provider-diagnostic.ts";
import type { ProviderDiagnostic } from "../../framework/provider-diagnostic.ts";
import type { ApplyContext } from "../../framework/provider.ts";
import { timeoutMs } from "../../framework/timeouts.ts";
import { isCtyMap, isUnknown } from "../../wire/value/cty-value.ts";
import type { CtyMap, CtyValue } from "../../wire/value/cty-value.ts";
import { askAgent } from "../agent-problem.ts";
import type { KnownConnection } from "../connection.ts";
import { compileSet } from "./compile-set.ts";
import type { CompiledSet } from "./compile-set.ts";
import { readDocumentConfig } from "./document-config.ts";
import { documentTimeouts } from "./document-schema.ts";
import { readPlanNote } from "./kept-notes.ts";
import { alreadyThere, changedMeanwhile, refusalOf } from "./plan-document.ts";
import { awaitProxies, proxyProblems } from "./proxy-answers.ts";
import { shownAdditions, shownChanges } from "./shown-entries.ts";

/** How far an apply has come. */
export type Applied =
  /** Nothing was changed; or nobody knows, when no answer has come. */
  | {
      readonly kind: "not-applied" | "uncertain";
      readonly diagnostics: readonly ProviderDiagnostic[];
    }
  /** It is in force; the diagnostics say what the proxies have against it. */
  | { readonly kind: "applied"; readonly state: CtyMap; readonly diagnostics: readonly ProviderDiagnostic[] };

/** An apply with everything that must be known by then. */
export type DocumentApplyContext = Omit<ApplyContext<unknown>, "connection"> & {
  readonly connection: KnownConnection;
  readonly call: "create" | "update";
};

/** Makes the planned documents the set, if nothing has moved since the plan. */
export async function applyDocument(context: DocumentApplyContext): Promise<Applied> {
  const { connection, config, planned } = context;
  const set = textOf(planned.get("set"));
  const { source, variables } = readDocumentConfig(config);
  if (!source) throw new Error("an apply whose documents are unknown");
  const compiled = compileSet(source, variables);
  if (hasProviderErrors(compiled.diagnostics)) return notApplied(compiled.diagnostics);
  if (!isAsPlanned(compiled, planned)) return notApplied([changedSincePlan()]);
  // What was said in the plan stays; what could not be said then is told now.
  const question = { ...compiled.body, with_traffic: isUnknown(planned.get("changes") ?? null) };
  const before = await askAgent(connection, (client) => client.plan(set, question));
  if (before.kind === "problem") return notApplied([before.problem]);
  if (before.value.kind === "refused") return notApplied(refusalOf(before.value, compiled));
  const { base = context.call === "create" ? 0 : before.value.set_revision } = readPlanNote(context.private);
  if (base === 0 && before.value.set_revision > 0) return notApplied([alreadyThere(set)]);
  const asked = await askAgent(connection, (client) =>
    client.apply(set, { ...compiled.body, base_set_revision: base }),
  );
  if (asked.kind === "problem")
    return { kind: "uncertain", diagnostics: [perhapsApplied(asked.problem, set)] };
  if (asked.value.kind === "refused") return notApplied(refusalOf(asked.value, compiled));
  if (asked.value.kind === "conflict") return notApplied([changedMeanwhile(set)]);
  const inForce = await askAgent(connection, (client) => client.set(set));
  const revision = inForce.kind === "answer" ? inForce.value.set_revision : asked.value.revision;
  const results = new Map<string, CtyValue>([
    ["set", set],
    ["entries", compiled.entries],
    ["revision", revision],
    ["changes", context.call === "create" ? shownAdditions(compiled.entries) : shownChanges(before.value)],
  ]);
  return {
    kind: "applied",
    state: filled(planned, results),
    diagnostics: await proxyDiagnostics(context, revision, compiled.body),
  };
}

/** A plan with what was unknown in it; what it said stays as it said it. */
function filled(planned: CtyMap, results: CtyMap): CtyMap {
  return new Map(
    [...planned].map(([name, value]) => [name, isUnknown(value) ? (results.get(name) ?? null) : value]),
  );
}

function notApplied(diagnostics: readonly ProviderDiagnostic[]): Applied {
  return { kind: "not-applied", diagnostics };
}

/** Files may change between a plan and its apply; what was reviewed is what is made. */
function isAsPlanned({ entries }: CompiledSet, planned: CtyMap): boolean {
  const expected = planned.get("entries");
  if (!isCtyMap(expected)) return true;
  return expected.size === entries.size && [...entries].every(([key, value]) => expected.get(key) === value);
}

async function proxyDiagnostics(
  { connection, planned, call, signal }: DocumentApplyContext,
  revision: number,
  body: PlanRequest,
): Promise<readonly ProviderDiagnostic[]> {
  if (planned.get("wait_for_proxies") !== true) return [];
  const limit = timeoutMs(planned, call, documentTimeouts);
  const asked = await awaitProxies(connection, { revision, timeoutMs: limit, signal });
  return asked.kind === "problem" ? [asked.problem] : proxyProblems(asked.value, body, signal.aborted);
}

function perhapsApplied(problem: ProviderDiagnostic, set: string): ProviderDiagnostic {
  const detail = `${problem.detail} Whether the set "${set}" was applied is not known; a new plan finds out.`;
  return { ...problem, detail };
}

function changedSincePlan(): ProviderDiagnostic {
  return providerError({
    summary: "The documents are not those of the plan",
    detail:
      "The documents' files were changed after the plan was made, so that other entries would be applied than were reviewed. Plan again.",
    path: attributeAt("source"),
  });
}

function textOf(value: CtyValue | undefined): string {
  if (typeof value !== "string") throw new Error("an apply without the name of its set");
  return value;
}
