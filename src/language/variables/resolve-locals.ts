import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Attribute, Block } from "../body.ts";
import { languageCodes } from "../codes.ts";
import { evaluate } from "../evaluate.ts";
import { isIdentifier } from "../native/scanner.ts";
import type { Scope } from "../scope.ts";
import { childScope } from "../scope.ts";
import type { Traversal } from "../traversals-of.ts";
import { traversalsOf } from "../traversals-of.ts";
import { unknownValue } from "../value.ts";
import type { ObjectValue, Value } from "../value.ts";

/** The values of all `locals` blocks' attributes, which may refer to one another in any order but not in a circle. */
export function resolveLocals(
  blocks: readonly Block[],
  scope: Scope,
  diagnostics: Diagnostic[],
): ObjectValue {
  const attributes = gatherLocals(blocks, diagnostics);
  // Names are known before their values, so that a reference to a missing one gets a suggestion from all of them.
  const values = new Map<string, Value>([...attributes.keys()].map((name) => [name, unknownValue]));
  const inner = childScope(scope, new Map([["local", values]]));
  for (const { name, expression } of inDependencyOrder(attributes, diagnostics)) {
    const { value, diagnostics: found } = evaluate(expression, inner);
    diagnostics.push(...found);
    values.set(name, value);
  }
  return values;
}

function gatherLocals(blocks: readonly Block[], diagnostics: Diagnostic[]): ReadonlyMap<string, Attribute> {
  const gathered = new Map<string, Attribute>();
  for (const block of blocks) {
    const { value: attributes, diagnostics: found } = block.body.justAttributes();
    diagnostics.push(...found);
    for (const attribute of attributes.values()) {
      const first = gathered.get(attribute.name);
      if (first) diagnostics.push(duplicateLocal(attribute, first));
      else if (!isIdentifier(attribute.name)) diagnostics.push(invalidName(attribute));
      else gathered.set(attribute.name, attribute);
    }
  }
  return gathered;
}

/**
 * Locals after those they refer to. Those of a circle are reported once and left out. The search keeps its own stack:
 * thousands of locals may refer to one another in a row.
 */
function inDependencyOrder(
  attributes: ReadonlyMap<string, Attribute>,
  diagnostics: Diagnostic[],
): readonly Attribute[] {
  const search: Search = { attributes, stack: [], states: new Map(), ordered: [] };
  for (const root of attributes.values()) {
    if (!search.states.has(root.name)) open(root, search);
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
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly stack: Visit[];
  /** A local in a circle is `done` at once, without being put in order. */
  readonly states: Map<string, "visiting" | "done">;
  readonly ordered: Attribute[];
}

interface Visit {
  readonly attribute: Attribute;
  readonly references: readonly Traversal[];
  next: number;
}

function open(attribute: Attribute, { stack, states }: Search): void {
  const references = traversalsOf(attribute.expression).filter(({ root }) => root === "local");
  states.set(attribute.name, "visiting");
  stack.push({ attribute, references, next: 0 });
}

function close({ attribute }: Visit, { stack, states, ordered }: Search): void {
  stack.pop();
  if (states.get(attribute.name) === "visiting") ordered.push(attribute);
  states.set(attribute.name, "done");
}

function follow(reference: Traversal, search: Search, diagnostics: Diagnostic[]): void {
  if (reference.path.length === 0) {
    diagnostics.push(wholeLocal(reference));
    const referring = search.stack.at(-1)?.attribute.name;
    if (referring !== undefined) search.states.set(referring, "done");
    return;
  }
  const target = search.attributes.get(String(reference.path[0]));
  if (!target) return;
  const state = search.states.get(target.name);
  if (state === "visiting") leaveOut(target, { search, reference }, diagnostics);
  else if (state === undefined) open(target, search);
}

function leaveOut(
  target: Attribute,
  { search: { stack, states }, reference }: { readonly search: Search; readonly reference: Traversal },
  diagnostics: Diagnostic[],
): void {
  const from = stack.findIndex(({ attribute }) => attribute === target);
  const circle = stack.slice(from).map(({ attribute }) => attribute);
  for (const { name } of circle) states.set(name, "done");
  const shown = [
    ...circle.slice(0, SHOWN_NAMES).map(({ name }) => name),
    ...(circle.length > SHOWN_NAMES ? ["…"] : []),
    target.name,
  ];
  diagnostics.push(
    error({
      code: languageCodes.localCycle,
      summary: "Locals refer to one another in a circle",
      detail: `None of these can have a value before the others: ${shown.join(" → ")}. Remove one of the references.`,
      subject: reference.range,
      related: circle
        .slice(0, SHOWN_NAMES)
        .map(({ name, nameRange }) => ({ message: `"${name}" is set here`, range: nameRange })),
    }),
  );
}

const SHOWN_NAMES = 10;

function wholeLocal({ range }: Traversal): Diagnostic {
  return error({
    code: languageCodes.localCycle,
    summary: "Locals refer to one another in a circle",
    detail: "All locals together include the one that is set here. Refer to another by its name: local.name.",
    subject: range,
  });
}

function duplicateLocal(second: Attribute, first: Attribute): Diagnostic {
  return error({
    code: languageCodes.duplicateDeclaration,
    summary: "Duplicate local",
    detail: `The local "${second.name}" is already set. Remove or rename one of the two.`,
    subject: second.nameRange,
    related: [{ message: "set first here", range: first.nameRange }],
  });
}

function invalidName({ name, nameRange }: Attribute): Diagnostic {
  return error({
    code: languageCodes.invalidName,
    summary: "Invalid name",
    detail: `"${name}" cannot be referred to: names begin with a letter or underscore and hold letters, digits, underscores and dashes. Rename it.`,
    subject: nameRange,
  });
}
