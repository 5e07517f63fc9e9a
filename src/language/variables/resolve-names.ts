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

/** A name whose value depends on expressions that may refer to other such names: a variable, a local, or a module. */
export interface ComputedName {
  /** What references to it begin with. */
  readonly root: "var" | "local" | "module";
  readonly name: string;
  readonly nameRange: SourceRange;
  /** All that its value is made of, or is judged by. */
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
  const values = new Map<string, Map<string, Value>>([
    ["var", new Map()],
    ["local", new Map()],
  ]);
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
  const search: Search = { byKey, names, roots, stack: [], states: new Map(), ordered: [] };
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
  readonly names: readonly ComputedName[];
  readonly roots: ReadonlySet<string>;
  readonly stack: Visit[];
  /** A name in a circle is `done` at once, without being put in order. */
  readonly states: Map<string, "visiting" | "done">;
  readonly ordered: ComputedName[];
}

interface Visit {
  readonly computed: ComputedName;
  readonly references: readonly Reference[];
  next: number;
}

function keyOf({ root, name }: Pick<ComputedName, "root" | "name">): string {
  return `${root}.${name}`;
}

/** As much of a {@link Traversal} as names the target. */
type Reference = Pick<Traversal, "root" | "path" | "range">;

function open(computed: ComputedName, search: Search): void {
  const references = computed.expressions
    .flatMap(traversalsOf)
    .flatMap((reference) => dependenciesOf(computed, reference, search));
  search.states.set(keyOf(computed), "visiting");
  search.stack.push({ computed, references, next: 0 });
}

/** What a reference has to wait for. */
function dependenciesOf(
  { root: ownRoot }: ComputedName,
  reference: Traversal,
  { roots, names }: Search,
): readonly Reference[] {
  const { root, path, range } = reference;
  if (!roots.has(root)) return [];
  // Conditions judge variables as they were given, so they wait for no other variable's.
  if (ownRoot === "var" && root === "var") return [];
  if (path.length > 0 || (ownRoot !== "var" && root !== "var")) return [reference];
  return names.filter((name) => name.root === root).map(({ name }) => ({ root, path: [name], range }));
}

function close({ computed }: Visit, { stack, states, ordered }: Search): void {
  stack.pop();
  if (states.get(keyOf(computed)) === "visiting") ordered.push(computed);
  states.set(keyOf(computed), "done");
}

function follow(reference: Reference, search: Search, diagnostics: Diagnostic[]): void {
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
  { search: { stack, states }, reference }: { readonly search: Search; readonly reference: Reference },
  diagnostics: Diagnostic[],
): void {
  const from = stack.findIndex(({ computed }) => computed === target);
  const circle = stack.slice(from).map(({ computed }) => computed);
  for (const computed of circle) states.set(keyOf(computed), "done");
  const isOfLocals = circle.every(({ root }) => root === "local");
  const shownName = (computed: ComputedName): string => (isOfLocals ? computed.name : keyOf(computed));
  const shown = [
    ...circle.slice(0, SHOWN_NAMES).map(shownName),
    ...(circle.length > SHOWN_NAMES ? ["…"] : []),
    shownName(target),
  ];
  diagnostics.push(
    error({
      code: languageCodes.localCycle,
      summary: `${whatRefers(circle)} refer to one another in a circle`,
      detail: `None of these can have a value before the others: ${shown.join(" → ")}. Remove one of the references.`,
      subject: reference.range,
      related: circle.slice(0, SHOWN_NAMES).map((computed) => ({
        message: `"${computed.name}" is ${computed.root === "var" ? "declared" : "set"} here`,
        range: computed.nameRange,
      })),
    }),
  );
}

const SHOWN_NAMES = 10;

function whatRefers(circle: readonly ComputedName[]): string {
  const roots = new Set(circle.map(({ root }) => root));
  if (roots.has("module")) return "Modules";
  return roots.has("var") ? "Variables and locals" : "Locals";
}

/** The names under one root are told apart only by a name that is written out. */
function wholeRoot({ root, range }: Reference): Diagnostic {
  const isLocal = root === "local";
  return error({
    code: languageCodes.localCycle,
    summary: `${isLocal ? "Locals" : "Modules"} refer to one another in a circle`,
    detail: `All ${isLocal ? "locals" : "modules"} together may include the one that is set here. Refer to another by its name: ${root}.name.`,
    subject: range,
  });
}
