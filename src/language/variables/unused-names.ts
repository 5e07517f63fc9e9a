import { warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Block, Body } from "../body.ts";
import { languageCodes } from "../codes.ts";
import type { Traversal } from "../traversals-of.ts";

/** A variable or local that a set of documents declares. */
export interface DeclaredName {
  readonly root: "var" | "local" | "module";
  readonly name: string;
  readonly range: SourceRange;
}

/** Where uses of names may be. */
export interface Uses {
  /** All documents that see the names. */
  readonly bodies: readonly Body[];
  /** The `variable` blocks in them: what one says about its own variable is no use of it. */
  readonly variableBlocks: readonly Block[];
}

/** Warns of names that nothing in the documents refers to, whether or not what does is ever evaluated. */
export function reportUnused(
  names: readonly DeclaredName[],
  { bodies, variableBlocks }: Uses,
  diagnostics: Diagnostic[],
): void {
  if (names.length === 0) return;
  const uses = countUses(bodies.flatMap((body) => body.references()));
  for (const { labels, body } of variableBlocks) {
    const key = keyOf("var", labels[0]?.text ?? "");
    const own = countUses(body.references()).get(key) ?? 0;
    uses.set(key, (uses.get(key) ?? 0) - own);
  }
  for (const declared of names) {
    const { root, name } = declared;
    if (uses.has(root) || (uses.get(keyOf(root, name)) ?? 0) > 0) continue;
    diagnostics.push(unused(declared));
  }
}

/** By name; a root alone stands for uses of all its names. */
function countUses(traversals: readonly Traversal[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const { root, path } of traversals) {
    const [name] = path;
    const key = name === undefined ? root : keyOf(root, String(name));
    uses.set(key, (uses.get(key) ?? 0) + 1);
  }
  return uses;
}

function keyOf(root: string, name: string): string {
  return `${root}.${name}`;
}

function unused({ root, name, range }: DeclaredName): Diagnostic {
  const kind = root === "var" ? "variable" : "local";
  return warning({
    code: languageCodes.unusedName,
    summary: `Unused ${kind}`,
    detail: `Nothing refers to ${root}.${name}, so its value has no effect. Use it where it was meant, or remove it.`,
    subject: range,
  });
}
