import type { Block, Body } from "../../../src/language/body.ts";
import type { Expression } from "../../../src/language/expression.ts";

/**
 * A body without places: what formatting must not change. An argument's value counts the same inside parentheses and as
 * the only interpolation of a text, since canonical style may swap these.
 */
export function treeOf(body: Body): unknown {
  const names = body.itemNames();
  const { attributes } = body.partialContent({
    attributes: names.map((name) => ({ name, required: false })),
    blocks: [],
  }).value;
  return {
    attributes: [...attributes].map(([name, { expression }]) => [name, withoutRanges(bare(expression))]),
    blocks: blocksOf(body, names).map(({ type, labels, body: inner }) => ({
      type,
      labels: labels.map(({ text }) => text),
      body: treeOf(inner),
    })),
  };
}

const maxLabels = 6;

/** All blocks, however many labels they have, in source order. */
function blocksOf(body: Body, names: readonly string[]): readonly Block[] {
  const byLabelCount = Array.from({ length: maxLabels + 1 }, (_, count) => {
    const labelNames = Array.from({ length: count }, (_label, index) => `label${index}`);
    const schema = { attributes: [], blocks: names.map((type) => ({ type, labelNames })) };
    return body.partialContent(schema).value.blocks;
  });
  return byLabelCount.flat().sort((a, b) => a.typeRange.start - b.typeRange.start);
}

function bare(expression: Expression): Expression {
  if (expression.kind === "parentheses") return bare(expression.inner);
  if (expression.kind !== "template") return expression;
  const [only] = expression.parts;
  return only?.kind === "interpolation" && expression.parts.length === 1 ? bare(only.expression) : expression;
}

function withoutRanges(expression: Expression): unknown {
  const text = JSON.stringify(expression, (key, value: unknown) =>
    /[rR]ange$/.test(key) ? undefined : value,
  );
  return JSON.parse(text) as unknown;
}
