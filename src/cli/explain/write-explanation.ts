import { displayText } from "../../diagnostics/display-text.ts";
import type { Terminal } from "../terminal.ts";
import type { ExplainedRule, ExplainedWay, Explanation, Step } from "../../evaluate/explain/explanation.ts";
import { percentText } from "../../evaluate/explain/explanation.ts";
import { placeText } from "../../evaluate/explain/place-text.ts";

const styles = { allowed: "green", denied: "red" } as const;

/** An explanation for people: the verdict, each way step by step, then what would change it. */
export function writeExplanation(
  { verdict, ways, assumptions }: Explanation,
  { title, changes }: { readonly title: string; readonly changes: readonly string[] },
  terminal: Pick<Terminal, "out" | "style">,
): void {
  terminal.out(`${terminal.style("bold", displayText(title))}: ${styled(verdict, terminal)}`);
  for (const way of ways) terminal.out(`\n${wayText(way, terminal)}`);
  writeList("What would change it", changes, terminal);
  const shadowed = ways.flatMap(({ otherRules }) =>
    otherRules.filter(({ standing }) => standing === "shadowed").map(shadowedText),
  );
  writeList("Shadowed: matches too, but an earlier rule has decided", shadowed, terminal);
  writeList("This rests on", assumptions, terminal);
}

function wayText(way: ExplainedWay, terminal: Pick<Terminal, "style">): string {
  const heading = `${percentText(way.share)} of such requests: ${styled(way.verdict, terminal)}`;
  return [heading, ...way.steps.flatMap(stepLines)].join("\n");
}

function stepLines({ kind, name, remarks, declaredAt }: Step): readonly string[] {
  const first = `  ${kind.padEnd(9)}${displayText(name)}${placeText(declaredAt)}`;
  return [first, ...remarks.map((remark) => `  ${"".padEnd(9)}  ${displayText(remark)}`)];
}

function shadowedText({ rule, action, declaredAt }: ExplainedRule): string {
  return `${rule}${placeText(declaredAt)}, which would ${action} it`;
}

function writeList(title: string, items: readonly string[], terminal: Pick<Terminal, "out">): void {
  const distinct = [...new Set(items)];
  if (distinct.length === 0) return;
  terminal.out(`\n${title}:\n${distinct.map((item) => `  ${displayText(item)}`).join("\n")}`);
}

function styled(verdict: Explanation["verdict"], terminal: Pick<Terminal, "style">): string {
  return verdict === "allowed" || verdict === "denied" ? terminal.style(styles[verdict], verdict) : verdict;
}
