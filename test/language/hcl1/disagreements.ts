/** A mutation that the oracle judges otherwise. Each is listed with its reason in docs/language/conformance.md. */
export interface Disagreement {
  readonly seed: number;
  readonly oracle: string;
  readonly ours: string;
  /** The name of the reason: a section of the page. */
  readonly reason: string;
}

export const disagreements: readonly Disagreement[] = [];
