import { error } from "../../diagnostics/diagnostic.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/** The weights of a splitter add up to exactly 100, in steps of 0.01. A weight is 0 or at least 0.01. */
export const splitterWeights: GraphCheck = ({ index }) =>
  [...index.splitters.values()].flatMap((entry) => {
    const hundredths = entry.value.splits.map(({ weight }) => Math.round(weight * 100));
    const finer = entry.value.splits.findIndex(
      ({ weight }, position) => Math.abs(weight * 100 - (hundredths[position] ?? 0)) > 1e-6,
    );
    if (finer >= 0) {
      return error({
        code: graphCodes.splitterWeights,
        summary: "A weight is finer than 0.01",
        detail: "Weights are percent in steps of 0.01. Round it.",
        subject: entry.rangeAt("splits", finer, "weight"),
        context: entry.rangeAt("splits", finer),
      });
    }
    const sum = hundredths.reduce((total, weight) => total + weight, 0) / 100;
    if (sum === 100) return [];
    const addends = entry.value.splits.map(({ weight }) => weight).join(" + ");
    const gap = Math.round(Math.abs(100 - sum) * 100) / 100;
    return error({
      code: graphCodes.splitterWeights,
      summary: `Weights add up to ${sum}, not 100`,
      detail: `The weights of splitter "${entry.name}" are ${addends} = ${sum}. ${sum < 100 ? `Give the missing ${gap} to one of the splits` : `Take ${gap} from the splits`}, so that they add up to 100.`,
      subject: entry.rangeAt("splits", entry.value.splits.length - 1, "weight"),
      context: entry.range,
      related: entry.value.splits.slice(0, -1).map((split, position) => ({
        message: `This split has ${split.weight}.`,
        range: entry.rangeAt("splits", position, "weight"),
      })),
    });
  });
