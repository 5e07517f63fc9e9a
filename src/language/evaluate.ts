import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, DiagnosticDetails, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import { spellingFix } from "../diagnostics/spelling-fix.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { languageCodes } from "./codes.ts";
import { evaluateCall } from "./evaluation/evaluate-call.ts";
import { evaluateForObject, evaluateForTuple } from "./evaluation/evaluate-for.ts";
import { evaluateObject, evaluateTuple } from "./evaluation/evaluate-collection.ts";
import { evaluateConditional, evaluateOperation, evaluateUnary } from "./evaluation/evaluate-operation.ts";
import { evaluateTemplate } from "./evaluation/evaluate-template.ts";
import { evaluateTraversal } from "./evaluation/evaluate-traversal.ts";
import type { EvaluationContext } from "./evaluation/evaluation-context.ts";
import { extentOf } from "./evaluation/value-extent.ts";
import type { Expression } from "./expression.ts";
import {
  MAX_REPORTED_MISTAKES,
  MAX_SET_STEPS,
  MAX_STEPS,
  MAX_VALUE_DEPTH,
  MAX_VALUE_NODES,
} from "./limits.ts";
import { childScope, lookUp, visibleNames } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { holdsSensitive, markSensitive, withoutMark, withoutMarks } from "./sensitive.ts";
import { isSensitive, unknownValue } from "./value.ts";
import type { Sensitive, Unknown, Value } from "./value.ts";

/**
 * The value of an expression. What cannot be evaluated is reported and unknown; an expression that a syntax error left
 * invalid is unknown without a word. Work and memory are bounded.
 */
export function evaluate(expression: Expression, scope: Scope): WithDiagnostics<Value> {
  if (expression.kind === "literal") return { value: expression.value, diagnostics: [] };
  const { work } = scope;
  // The expression that used up the last of it was reported; nothing behind it is evaluated.
  if (work && work.steps <= 0) return { value: unknownValue, diagnostics: [] };
  const steps = Math.min(MAX_STEPS, work?.steps ?? MAX_STEPS);
  const run: Run = { diagnostics: [], failures: 0, stepsLeft: steps, revealed: false };
  const value = new Evaluation(scope, run).evaluate(expression);
  if (work) work.steps -= steps - Math.max(0, run.stepsLeft);
  return { value, diagnostics: run.diagnostics };
}

interface Run {
  /** The first of the failures. */
  readonly diagnostics: Diagnostic[];
  failures: number;
  stepsLeft: number;
  /** Whether the part being evaluated has looked at a sensitive value. */
  revealed: boolean;
}

/** Walking a value is that much cheaper than evaluating. */
const NODES_PER_STEP = 20;

class Evaluation implements EvaluationContext {
  constructor(
    readonly scope: Scope,
    private readonly run: Run,
  ) {}

  evaluate(expression: Expression): Value {
    this.run.stepsLeft -= 1;
    if (this.run.stepsLeft <= 0) return this.reportTooMuchWork(expression);
    const { run } = this;
    const outerRevealed = run.revealed;
    run.revealed = false;
    const value = this.markIfRevealed(this.evaluatePart(expression));
    run.revealed = outerRevealed;
    return value;
  }

  private markIfRevealed(value: Value): Value {
    return this.run.revealed ? markSensitive(value) : value;
  }

  private evaluatePart(expression: Expression): Value {
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "variable":
        return lookUp(this.scope, expression.name) ?? this.reportUndeclared(expression.name, expression);
      case "traversal":
        return evaluateTraversal(expression, this);
      case "template":
        return evaluateTemplate(expression, this);
      case "call":
        return evaluateCall(expression, this);
      case "tuple":
        return evaluateTuple(expression, this);
      case "object":
        return evaluateObject(expression, this);
      case "for-tuple":
        return evaluateForTuple(expression, this);
      case "for-object":
        return evaluateForObject(expression, this);
      case "conditional":
        return evaluateConditional(expression, this);
      case "operation":
        return evaluateOperation(expression, this);
      case "unary":
        return evaluateUnary(expression, this);
      case "parentheses":
        return this.evaluate(expression.inner);
      case "invalid":
        return unknownValue;
    }
  }

  get failureCount(): number {
    return this.run.failures;
  }

  withVariables(variables: ReadonlyMap<string, Value>): EvaluationContext {
    return this.withScope(childScope(this.scope, variables));
  }

  withScope(scope: Scope): EvaluationContext {
    return new Evaluation(scope, this.run);
  }

  fail(details: DiagnosticDetails): Unknown {
    this.run.failures += 1;
    const shown = this.run.revealed ? withoutParticulars(details) : details;
    if (this.run.failures <= MAX_REPORTED_MISTAKES) this.run.diagnostics.push(error(shown));
    return unknownValue;
  }

  attempt(expression: Expression): Value | undefined {
    const run: Run = { diagnostics: [], failures: 0, stepsLeft: this.run.stepsLeft, revealed: false };
    const value = new Evaluation(this.scope, run).evaluate(expression);
    this.run.stepsLeft = run.stepsLeft;
    return run.failures === 0 ? value : undefined;
  }

  admit(value: Value, expression: Expression): Value {
    const { nodes, depth } = extentOf(value);
    if (nodes <= MAX_VALUE_NODES && depth <= MAX_VALUE_DEPTH) return value;
    return this.fail({
      code: languageCodes.valueTooLarge,
      summary: "Value too large",
      detail: `Written out, this value is larger than ${MAX_VALUE_NODES} elements or deeper than ${MAX_VALUE_DEPTH} levels. Make it of fewer copies.`,
      subject: expression.range,
    });
  }

  reveal(value: Value): Exclude<Value, Sensitive> {
    if (isSensitive(value)) this.run.revealed = true;
    return withoutMark(value);
  }

  revealAll(value: Value): Value {
    if (!holdsSensitive(value)) return value;
    this.run.revealed = true;
    return withoutMarks(value);
  }

  charge(values: readonly Value[]): void {
    let nodes = 0;
    for (const value of values) nodes += extentOf(value).nodes;
    // At least one step stays, so that the next part of the expression can tell where the work became too much.
    this.run.stepsLeft = Math.max(1, this.run.stepsLeft - Math.floor(nodes / NODES_PER_STEP));
  }

  private reportTooMuchWork(expression: Expression): Unknown {
    // Everything that is still to be evaluated ends here too: one word is enough.
    if (this.run.stepsLeft < 0) return unknownValue;
    return this.fail({
      code: languageCodes.tooMuchWork,
      summary: "Expression takes too much work",
      detail: `Evaluating this takes more than ${MAX_STEPS} steps, or the documents together more than ${MAX_SET_STEPS}. Nest fewer for expressions in one another.`,
      subject: expression.range,
    });
  }

  private reportUndeclared(name: string, expression: Expression): Unknown {
    const known = [...visibleNames(this.scope)];
    const suggestion = didYouMean(name, known);
    const setBy = namesOfRepetition.get(name);
    if (setBy !== undefined) {
      return this.fail({
        code: languageCodes.undeclaredVariable,
        summary: "Unknown name",
        detail: `"${name}" is known only in a block that is repeated, and this one has no ${setBy}. Add ${setBy} = …, or write the value out.`,
        subject: expression.range,
      });
    }
    const quote = /^[a-z]/.test(name) ? ` If the text "${name}" is meant, put it in quotes.` : "";
    const listed =
      known.length > 0 ? ` Known here: ${known.slice(0, 12).join(", ")}.` : " No names are known here.";
    return this.fail({
      code: languageCodes.undeclaredVariable,
      summary: "Unknown name",
      detail: `There is no "${name}" here.${suggestion || listed}${quote}`,
      subject: expression.range,
      ...spellingFix({ written: name, range: expression.range, known }),
    });
  }
}

/** What a name that only repeated blocks know comes from. */
const namesOfRepetition: ReadonlyMap<string, string> = new Map([
  ["each", "for_each"],
  ["count", "count"],
]);

/** A failure's words may quote what was looked at. */
function withoutParticulars(details: DiagnosticDetails): DiagnosticDetails {
  const { fix: _, ...shown } = details;
  return {
    ...shown,
    detail:
      "A sensitive value is involved, so the reason is not shown. Check that the value suits what is done with it here.",
  };
}
