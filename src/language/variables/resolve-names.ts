import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import type { Expression } from "../expression.ts";
import type { Scope } from "../scope.ts";
import { childScope } from "../scope.ts";
import type { Traversal } from "../traversals-of.ts";
import { traversalsOf } from "../traversals-of.ts";
import { unknownValue } from "../value.ts";
import type { Value } from "../value.ts";

/** A name whose value is made of expressions that may refer to other such names: a local, or a module. */
export interface ComputedName {
  /** What references to it begin with. */
  readonly root: "local" | "module";
  readonly name: string;
  readonly nameRange: SourceRange;
  /** All that its value is made of. */
  readonly expressions: readonly Expression[];
  readonly compute: (scope: Scope) => WithDiagnostics<Value>;
}

/** By root, then by name. Those that refer to one another in a circle are unknown. */
export type ComputedValues = ReadonlyMap<string, ReadonlyMap<string, Value>>;

/** Computes each name after those it refers to, in whichever order they were written. A circle is reported once. */
export function resolveNames(
  names: readonly ComputedName[],
  scope: Scope,
  diagnostics: Diagnostic[],
): ComputedValues {
  // Names are known before their values, so that a reference to a missing one gets a suggestion from all of them.
  const values = new Map<string, Map<string, Value>>([["local", new Map()]]);
  for (const { root, name } of names) {
    const ofRoot = values.get(root) ?? new Map<string, Value>();
    values.set(root, ofRoot.set(name, unknownValue));
  }
  const inner = childScope(scope, values);
  for (const { root, name, compute } of inDependencyOrder(names, diagnostics)) {
    const { value, diagnostics: found } = compute(inner);
    diagnostics.push(...found);
    values.get(root)?.set(name, value);
  }
  return values;
}

/**
 * Names after those they refer to. Those of a circle are reported once and left out. The search keeps its own stack:
 * thousands may refer to one another in a row.
 */
function inDependencyOrder(
  names: readonly ComputedName[],
  diagnostics: Diagnostic[],
): readonly ComputedName[] {
  const byKey = new Map(names.map((name) => [keyOf(name), name]));
  const roots = new Set(names.map(({ root }) => root as string));
  const search: Search = { byKey, roots, stack: [], states: new Map(), ordered: [] };
  for (const start of names) {
    if (!search.states.has(keyOf(start))) open(start, search);
    for (let visit = search.stack.at(-1); visit; visit = search.stack.at(-1)) {
      const reference = visit.references[visit.next];
      visit.next += 1;
      if (reference) follow(reference, search, diagnostics);
      else close(visit, search);
    }
  }
  return search.ordered;
}

interface Search {
  readonly byKey: ReadonlyMap<string, ComputedName>;
  readonly roots: ReadonlySet<string>;
  readonly stack: Visit[];
  /** A name in a circle is `done` at once, without being put in order. */
  readonly states: Map<string, "visiting" | "done">;
  readonly ordered: ComputedName[];
}

interface Visit {
  readonly computed: ComputedName;
  readonly references: readonly Traversal[];
  next: number;
}

function keyOf({ root, name }: Pick<ComputedName, "root" | "name">): string {
  return `${root}.${name}`;
}

function open(computed: ComputedName, { stack, states, roots }: Search): void {
  const references = computed.expressions.flatMap(traversalsOf).filter(({ root }) => roots.has(root));
  states.set(keyOf(computed), "visiting");
  stack.push({ computed, references, next: 0 });
}

function close({ computed }: Visit, { stack, states, ordered }: Search): void {
  stack.pop();
  if (states.get(keyOf(computed)) === "visiting") ordered.push(computed);
  states.set(keyOf(computed), "done");
}

function follow(reference: Traversal, search: Search, diagnostics: Diagnostic[]): void {
  if (reference.path.length === 0) {
    diagnostics.push(wholeRoot(reference));
    const referring = search.stack.at(-1)?.computed;
    if (referring) search.states.set(keyOf(referring), "done");
    return;
  }
  const target = search.byKey.get(`${reference.root}.${String(reference.path[0])}`);
  if (!target) return;
  const state = search.states.get(keyOf(target));
  if (state === "visiting") leaveOut(target, { search, reference }, diagnostics);
  else if (state === undefined) open(target, search);
}

function leaveOut(
  target: ComputedName,
  { search: { stack, states }, reference }: { readonly search: Search; readonly reference: Traversal },
  diagnostics: Diagnostic[],
): void {
  const from = stack.findIndex(({ computed }) => computed === target);
  const circle = stack.slice(from).map(({ computed }) => computed);
  for (const computed of circle) states.set(keyOf(computed), "done");
  const hasModule = circle.some(({ root }) => root === "module");
  const shownName = (computed: ComputedName): string => (hasModule ? keyOf(computed) : computed.name);
  const shown = [
    ...circle.slice(0, SHOWN_NAMES).map(shownName),
    ...(circle.length > SHOWN_NAMES ? ["…"] : []),
    shownName(target),
  ];
  diagnostics.push(
    error({
      code: languageCodes.localCycle,
      summary: `${hasModule ? "Modules" : "Locals"} refer to one another in a circle`,
      detail: `None of these can have a value before the others: ${shown.join(" → ")}. Remove one of the references.`,
      subject: reference.range,
      related: circle.slice(0, SHOWN_NAMES).map((computed) => ({
        message: `"${computed.name}" is set here`,
        range: computed.nameRange,
      })),
    }),
  );
}

const SHOWN_NAMES = 10;

/** The names under one root are told apart only by a name that is written out. */
function wholeRoot({ root, range }: Traversal): Diagnostic {
  const isLocal = root === "local";
  return error({
    code: languageCodes.localCycle,
    summary: `${isLocal ? "Locals" : "Modules"} refer to one another in a circle`,
    detail: `All ${isLocal ? "locals" : "modules"} together may include the one that is set here. Refer to another by its name: ${root}.name.`,
    subject: range,
  });
}
