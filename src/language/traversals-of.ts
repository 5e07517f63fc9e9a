import type { SourceRange } from "../diagnostics/source-file.ts";
import type {
  Expression,
  ForObjectExpression,
  ForTupleExpression,
  TemplatePart,
  TraversalExpression,
  TraversalStep,
} from "./expression.ts";

/** A reference from an expression to what is outside of it: `var.region` is root `var` and path `["region"]`. */
export interface Traversal {
  readonly root: string;
  /** The attributes and literal indexes that follow the root, up to the first step that has to be evaluated. */
  readonly path: readonly (string | number)[];
  readonly range: SourceRange;
}

/** All references in an expression, in source order. The names that its own `for` expressions bring are none. */
export function traversalsOf(expression: Expression): readonly Traversal[] {
  const found: Traversal[] = [];
  collectTraversals(expression, found);
  return found;
}

/** Adds what {@link traversalsOf} finds to a list. */
export function collectTraversals(expression: Expression, found: Traversal[]): void {
  collect(expression, { found, bound: noNames });
}

const noNames: ReadonlySet<string> = new Set();

interface Collection {
  readonly found: Traversal[];
  readonly bound: ReadonlySet<string>;
}

function collect(expression: Expression, into: Collection): void {
  switch (expression.kind) {
    case "variable":
      addReference({ root: expression.name, path: [], range: expression.range }, into);
      break;
    case "traversal":
      collectTraversal(expression, into);
      break;
    case "template":
      collectParts(expression.parts, into);
      break;
    case "for-tuple":
    case "for-object":
      collectFor(expression, into);
      break;
    case "literal":
    case "invalid":
    case "call":
    case "tuple":
    case "object":
    case "conditional":
    case "operation":
    case "unary":
    case "parentheses":
      for (const child of childrenOf(expression)) collect(child, into);
  }
}

type Plain = Exclude<
  Expression,
  TraversalExpression | ForTupleExpression | ForObjectExpression | { kind: "variable" | "template" }
>;

function childrenOf(expression: Plain): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "invalid":
      return [];
    case "call":
      return expression.arguments;
    case "tuple":
      return expression.elements;
    case "object":
      return expression.items.flatMap(({ key, value }) => [key, value]);
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "operation":
      return [expression.first, ...expression.rest.map((operand) => operand.expression)];
    case "unary":
      return [expression.operand];
    case "parentheses":
      return [expression.inner];
  }
}

function collectTraversal({ source, steps, range }: TraversalExpression, into: Collection): void {
  if (source.kind === "variable") addReference({ root: source.name, path: literalPath(steps), range }, into);
  else collect(source, into);
  for (const step of steps) if (step.kind === "index") collect(step.key, into);
}

function collectFor(expression: ForTupleExpression | ForObjectExpression, into: Collection): void {
  collect(expression.collection, into);
  const inner = binding(into, expression);
  if (expression.kind === "for-object") collect(expression.key, inner);
  collect(expression.value, inner);
  if (expression.condition) collect(expression.condition, inner);
}

function collectParts(parts: readonly TemplatePart[], into: Collection): void {
  for (const part of parts) {
    if (part.kind === "interpolation") collect(part.expression, into);
    else if (part.kind === "if") {
      collect(part.condition, into);
      collectParts(part.whenTrue, into);
      collectParts(part.whenFalse, into);
    } else if (part.kind === "for") {
      collect(part.collection, into);
      collectParts(part.parts, binding(into, part));
    }
  }
}

function binding(
  into: Collection,
  names: { readonly keyName: string | undefined; readonly valueName: string },
): Collection {
  const bound = new Set(into.bound).add(names.valueName);
  return { found: into.found, bound: names.keyName === undefined ? bound : bound.add(names.keyName) };
}

function addReference(traversal: Traversal, { found, bound }: Collection): void {
  if (!bound.has(traversal.root)) found.push(traversal);
}

function literalPath(steps: readonly TraversalStep[]): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (const step of steps) {
    const name = literalStep(step);
    if (name === undefined) break;
    path.push(name);
  }
  return path;
}

function literalStep(step: TraversalStep): string | number | undefined {
  if (step.kind === "attribute") return step.name;
  if (step.kind === "legacy-index") return step.index;
  if (step.kind !== "index" || step.key.kind !== "literal") return undefined;
  const { value } = step.key;
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}
