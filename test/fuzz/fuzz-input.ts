import { mutateText, randomNumbers } from "../../tools/text-mutation/mutate-text.ts";
import type { FuzzTarget } from "./fuzz-target.ts";
import { fuzzTargets } from "./fuzz-targets.ts";

/** What a seed stands for. */
export interface FuzzInput {
  readonly target: FuzzTarget;
  readonly text: string;
}

/** In UTF-16 code units. */
const maxLength = 100_000;

/** A mutation; one in forty has a stretch that is repeated until the input is as long as inputs get. */
export function fuzzInput(seed: number): FuzzInput {
  const target = fuzzTargets[seed % fuzzTargets.length];
  if (!target) throw new Error("there is no target");
  const text = mutateText(target.texts, target.vocabulary, seed).slice(0, maxLength);
  const random = randomNumbers(~seed);
  return { target, text: random() < 1 / 40 ? repeatStretch(text, random) : text };
}

function repeatStretch(text: string, random: () => number): string {
  const start = Math.floor(random() * text.length);
  const stretch = text.slice(start, start + 1 + Math.floor(random() ** 3 * 200));
  const times = stretch === "" ? 0 : Math.floor((maxLength - text.length) / stretch.length);
  return text.slice(0, start) + stretch.repeat(times) + text.slice(start);
}
