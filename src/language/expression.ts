import type { SourceRange } from "../diagnostics/source-file.ts";

/**
 * An expression as it was written, with a range for every part.
 *
 * Left-associative chains (`a.b.c`, `a + b + c`) are flat lists, so that the depth of a tree is the nesting that its
 * author wrote, and walking it recursively is safe once the parser has bounded that nesting.
 */
export type Expression =
  | LiteralExpression
  | TemplateExpression
  | VariableExpression
  | TraversalExpression
  | CallExpression
  | TupleExpression
  | ObjectExpression
  | ForTupleExpression
  | ForObjectExpression
  | ConditionalExpression
  | OperationExpression
  | UnaryExpression
  | ParenthesesExpression
  | InvalidExpression;

export interface LiteralExpression {
  readonly kind: "literal";
  readonly value: null | boolean | number | string;
  /** A number as it was written: `1e3` and `1000` are equal, but a formatter must not swap them. */
  readonly numberText?: string;
  readonly range: SourceRange;
}

export interface TemplateExpression {
  readonly kind: "template";
  readonly parts: readonly TemplatePart[];
  readonly range: SourceRange;
}

export type TemplatePart =
  | { readonly kind: "text"; readonly text: string; readonly range: SourceRange }
  | { readonly kind: "interpolation"; readonly expression: Expression; readonly range: SourceRange }
  | TemplateIf
  | TemplateFor;

export interface TemplateIf {
  readonly kind: "if";
  readonly condition: Expression;
  readonly whenTrue: readonly TemplatePart[];
  readonly whenFalse: readonly TemplatePart[];
  readonly range: SourceRange;
}

export interface TemplateFor {
  readonly kind: "for";
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly parts: readonly TemplatePart[];
  readonly range: SourceRange;
}

/** A name that the scope must know: the root of every reference. */
export interface VariableExpression {
  readonly kind: "variable";
  readonly name: string;
  readonly range: SourceRange;
}

export interface TraversalExpression {
  readonly kind: "traversal";
  readonly source: Expression;
  readonly steps: readonly TraversalStep[];
  readonly range: SourceRange;
}

export type TraversalStep =
  | { readonly kind: "attribute"; readonly name: string; readonly range: SourceRange }
  | { readonly kind: "index"; readonly key: Expression; readonly range: SourceRange }
  /** `.0`, the form of indexes before brackets. */
  | { readonly kind: "legacy-index"; readonly index: number; readonly range: SourceRange }
  /** `[*]`: every following step applies to each element. */
  | { readonly kind: "full-splat"; readonly range: SourceRange }
  /** `.*`: only the attribute and legacy index steps that follow directly apply to each element. */
  | { readonly kind: "attribute-splat"; readonly range: SourceRange };

export interface CallExpression {
  readonly kind: "call";
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly arguments: readonly Expression[];
  /** `f(list...)`: the last argument's elements are the last arguments. */
  readonly expandsLast: boolean;
  readonly range: SourceRange;
}

export interface TupleExpression {
  readonly kind: "tuple";
  readonly elements: readonly Expression[];
  readonly range: SourceRange;
}

export interface ObjectExpression {
  readonly kind: "object";
  readonly items: readonly ObjectItem[];
  readonly range: SourceRange;
}

/** A bare name as key is a literal text; a key in parentheses is evaluated. */
export interface ObjectItem {
  readonly key: Expression;
  readonly value: Expression;
}

export interface ForTupleExpression extends ForClauses {
  readonly kind: "for-tuple";
  readonly value: Expression;
}

export interface ForObjectExpression extends ForClauses {
  readonly kind: "for-object";
  readonly key: Expression;
  readonly value: Expression;
  /** `=> value...`: values of equal keys are gathered in a list. */
  readonly grouping: boolean;
}

interface ForClauses {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly condition: Expression | undefined;
  readonly range: SourceRange;
}

export interface ConditionalExpression {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
  readonly range: SourceRange;
}

/** Operators of one precedence, applied from left to right. */
export interface OperationExpression {
  readonly kind: "operation";
  readonly first: Expression;
  readonly rest: readonly Operand[];
  readonly range: SourceRange;
}

export interface Operand {
  readonly operator: BinaryOperator;
  readonly operatorRange: SourceRange;
  readonly expression: Expression;
}

export type BinaryOperator =
  "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";

export interface UnaryExpression {
  readonly kind: "unary";
  readonly operator: "-" | "!";
  readonly operand: Expression;
  readonly range: SourceRange;
}

export interface ParenthesesExpression {
  readonly kind: "parentheses";
  readonly inner: Expression;
  readonly range: SourceRange;
}

/** What a syntax error left: already reported, and evaluates to an unknown value without a word. */
export interface InvalidExpression {
  readonly kind: "invalid";
  readonly range: SourceRange;
}
