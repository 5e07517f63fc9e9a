import { AgentError } from "../../client/agent-client.ts";
import type { AgentClient } from "../../client/agent-client.ts";
import { toApplyBody } from "../../client/api-documents.ts";
import type { ApplyOutcome, PlanOutcome } from "../../client/api-types.ts";
import { refusalDiagnostics } from "../apply/refusal-diagnostics.ts";
import { rejectionDiagnostics } from "../apply/rejection-diagnostics.ts";
import { waitForProxies } from "../apply/wait-for-proxies.ts";
import { writeChanges } from "../apply/write-changes.ts";
import { compilePath } from "../../documents/compile-path.ts";
import type { CompiledPath } from "../../documents/compile-path.ts";
import type { VariableFlag } from "../../documents/variable-inputs.ts";
import { agentAt } from "../agent-at.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { reportDiagnostics, withoutHints } from "../report-diagnostics.ts";
import type { CommandContext } from "./command-context.ts";

export interface ApplyArguments {
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly agentAddress: string;
  readonly set: string;
  readonly approval: "ask" | "given";
  /** Undefined: do not wait for the proxies. */
  readonly waitMs: number | undefined;
}

/** Makes the documents of a path what the mesh is: as one revision, or not at all. */
export async function apply(options: ApplyArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, environment } = context;
  const compiled = compilePath({
    path: options.path,
    variableFlags: options.variableFlags,
    environmentVariables: environment.variables,
  });
  const client = agentAt(options.agentAddress, environment.agentAccess);
  if (!compiled.mesh && !(await mayReferElsewhere(compiled, client, options.set))) {
    reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
    return refuse("Nothing was applied.", context);
  }
  if (compiled.mesh) reportDiagnostics(withoutHints(compiled.diagnostics), terminal);
  const body = toApplyBody(compiled.documents);
  const finishing = { client, compiled, options, context };
  const plan = await client.plan(options.set, body);
  if (plan.kind === "refused") return refusedByAgent(plan, finishing);
  const { changes, revision } = plan;
  if (changes.length > 0) terminal.out(writeChanges(changes, terminal));
  if (changes.length > 0 && options.approval === "ask") {
    const refused = await refusal(context);
    if (refused !== undefined) return refused;
  }
  return finish(await client.apply(options.set, { ...body, base_revision: revision }), finishing);
}

/**
 * Whether the mistakes found here may be none once the other sets are there as well. Only the agent has those, so it
 * judges; without it, or without other sets, what was found here stands.
 */
async function mayReferElsewhere(compiled: CompiledPath, client: AgentClient, set: string): Promise<boolean> {
  if (compiled.documents.files.length === 0) return false;
  try {
    return (await client.set(set)).other_sets.length > 0;
  } catch (cause) {
    if (cause instanceof AgentError && cause.code === "unreachable") return false;
    throw cause;
  }
}

/** Undefined when the changes may be applied; otherwise how the command ends. */
async function refusal({ terminal }: CommandContext): Promise<ExitCode | undefined> {
  if (!terminal.isInteractive) {
    terminal.note(
      "Nothing was applied: there is no terminal to ask on. Give --auto-approve to apply without asking.",
    );
    return exitCodes.failure;
  }
  const answer = await terminal.ask("\nApply these changes? Only 'yes' is a yes: ");
  if (answer.kind === "line" && answer.text.trim() === "yes") return undefined;
  terminal.note("Nothing was applied.");
  return answer.kind === "interrupted" ? exitCodes.interrupted : exitCodes.failure;
}

interface Finishing {
  readonly client: AgentClient;
  readonly compiled: CompiledPath;
  readonly options: ApplyArguments;
  readonly context: CommandContext;
}

function finish(outcome: ApplyOutcome, finishing: Finishing): Promise<ExitCode> | ExitCode {
  const { terminal } = finishing.context;
  switch (outcome.kind) {
    case "conflict":
      return refuse(
        `Nothing was applied: somebody else applied revision ${outcome.revision} meanwhile. Run the command again to see the changes against it.`,
        finishing.context,
      );
    case "refused":
      return refusedByAgent(outcome, finishing);
    case "unchanged":
      terminal.out(`No changes: revision ${outcome.revision} already is this set.`);
      break;
    case "applied":
      terminal.out(terminal.style("green", `Applied as revision ${outcome.revision}.`));
      break;
  }
  return finishing.options.waitMs === undefined
    ? exitCodes.success
    : awaitProxies(outcome.revision, finishing.options.waitMs, finishing);
}

function refusedByAgent(
  { report }: Extract<ApplyOutcome | PlanOutcome, { readonly kind: "refused" }>,
  { compiled, context }: Finishing,
): ExitCode {
  reportDiagnostics(refusalDiagnostics(report, compiled.files), context.terminal);
  return refuse("Nothing was applied: the agent refused the set together with the others in force.", context);
}

async function awaitProxies(
  revision: number,
  timeoutMs: number,
  { client, compiled, context: { terminal } }: Finishing,
): Promise<ExitCode> {
  const startedAt = performance.now();
  const state = await waitForProxies(client, {
    revision,
    timeoutMs,
    onProgress: ({ proxies }) => {
      const waiting = proxies.filter(
        (proxy) => (proxy.acknowledged_revision ?? -1) < revision && !proxy.rejection,
      );
      terminal.note(`Waiting for ${waiting.map(({ id }) => id).join(", ")} ...`);
    },
  });
  const elapsedMs = Math.round(performance.now() - startedAt);
  const rejected = state.proxies.filter((proxy) => proxy.rejection);
  if (rejected.length > 0) {
    reportDiagnostics(rejectionDiagnostics(rejected, compiled.files), terminal);
    return exitCodes.failure;
  }
  if (!state.settled) {
    terminal.note(
      `After ${elapsedMs} ms not every proxy has answered; \`mesh status\` shows which. Revision ${revision} stays in force.`,
    );
    return exitCodes.failure;
  }
  terminal.out(acknowledgedBy(state.proxies.length, elapsedMs));
  return exitCodes.success;
}

function acknowledgedBy(count: number, elapsedMs: number): string {
  if (count === 0) return "No proxy is connected; each gets it when it connects.";
  return `${count === 1 ? "1 connected proxy" : `${count} connected proxies`} acknowledged it after ${elapsedMs} ms.`;
}

function refuse(reason: string, { terminal }: CommandContext): ExitCode {
  terminal.note(reason);
  return exitCodes.failure;
}
