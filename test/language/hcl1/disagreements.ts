/** A mutation that the oracle judges otherwise. Each is listed with its reason in docs/language/conformance.md. */
export interface Disagreement {
  readonly seed: number;
  readonly oracle: string;
  readonly ours: string;
  /** The name of the reason: a section of the page. */
  readonly reason: string;
}

export const disagreements: readonly Disagreement[] = [
  { seed: 25, oracle: "-13", ours: "-12/12", reason: "forgiven brace" },
  { seed: 72, oracle: "+aea9dcf5", ours: "-3/3", reason: "forgiven brace" },
  { seed: 210, oracle: "-10", ours: "-8/9", reason: "forgiven brace" },
  { seed: 214, oracle: "-3", ours: "-2/2", reason: "forgiven brace" },
  { seed: 252, oracle: "-15", ours: "-10/14", reason: "forgiven brace" },
  { seed: 278, oracle: "-20", ours: "-17/17", reason: "forgiven brace" },
  { seed: 282, oracle: "+71980afa", ours: "-2/2", reason: "lost value" },
  { seed: 337, oracle: "+0feed7b1", ours: "-7/5", reason: "mixed scalars" },
  { seed: 418, oracle: "-16", ours: "-15", reason: "open heredoc" },
  { seed: 447, oracle: "-6", ours: "-5/5", reason: "forgiven brace" },
  { seed: 473, oracle: "-17", ours: "-10/14", reason: "forgiven brace" },
  { seed: 547, oracle: "-6", ours: "-5/5", reason: "forgiven brace" },
  { seed: 628, oracle: "+44136fa3", ours: "-1/1", reason: "lost value" },
  { seed: 656, oracle: "+44136fa3", ours: "-1/1", reason: "lost value" },
  { seed: 696, oracle: "-22", ours: "-17", reason: "open heredoc" },
  { seed: 878, oracle: "-18", ours: "-9/17", reason: "forgiven brace" },
  { seed: 901, oracle: "-6", ours: "-5/5", reason: "forgiven brace" },
  { seed: 948, oracle: "-10", ours: "-9/9", reason: "forgiven brace" },
  { seed: 967, oracle: "-19", ours: "-8/18", reason: "forgiven brace" },
  { seed: 1044, oracle: "-20", ours: "-13/13", reason: "forgiven brace" },
  { seed: 1100, oracle: "-6", ours: "-5/5", reason: "forgiven brace" },
  { seed: 1118, oracle: "-17", ours: "-12", reason: "open heredoc" },
  { seed: 1195, oracle: "-32", ours: "-22/31", reason: "forgiven brace" },
  { seed: 1269, oracle: "-9", ours: "-7/8", reason: "forgiven brace" },
  { seed: 1319, oracle: "-9", ours: "-7/8", reason: "forgiven brace" },
  { seed: 1331, oracle: "-13", ours: "-11/11", reason: "forgiven brace" },
  { seed: 1372, oracle: "-16", ours: "-15/15", reason: "forgiven brace" },
  { seed: 1378, oracle: "-16", ours: "-13/14", reason: "forgiven brace" },
  { seed: 1438, oracle: "-15", ours: "-8/13", reason: "forgiven brace" },
  { seed: 1499, oracle: "+44136fa3", ours: "-1/1", reason: "lost value" },
  { seed: 1518, oracle: "-5", ours: "-4/4", reason: "forgiven brace" },
  { seed: 1524, oracle: "-14", ours: "-7/13", reason: "forgiven brace" },
  { seed: 1550, oracle: "-25", ours: "-21/24", reason: "forgiven brace" },
  { seed: 1563, oracle: "-15", ours: "-13/14", reason: "forgiven brace" },
  { seed: 1657, oracle: "-14", ours: "-10/11", reason: "forgiven brace" },
  { seed: 1823, oracle: "+44136fa3", ours: "-1/1", reason: "lost value" },
  { seed: 1862, oracle: "-8", ours: "-7/7", reason: "forgiven brace" },
  { seed: 1875, oracle: "-11", ours: "-9/10", reason: "forgiven brace" },
  { seed: 1891, oracle: "-39", ours: "-26/38", reason: "forgiven brace" },
  { seed: 1955, oracle: "-7", ours: "-6/6", reason: "forgiven brace" },
  { seed: 1990, oracle: "-10", ours: "-7/9", reason: "forgiven brace" },
];
