import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface MarkdownFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every page that users and contributors are meant to read. */
export function documentationFiles(): readonly MarkdownFile[] {
  const inDocs = readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name));
  const paths = ["README.md", "CHANGELOG.md", "bench/README.md", ...inDocs.sort()];
  return paths.map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

export interface FencedBlock {
  readonly path: string;
  /** Of the fence, counted from 1. */
  readonly line: number;
  /** What stands behind the opening fence: `hcl`, `hcl fragment`. */
  readonly info: string;
  readonly text: string;
}

export function fencedBlocks({ path, text }: MarkdownFile): readonly FencedBlock[] {
  return [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    path,
    line: text.slice(0, match.index).split("\n").length,
    info: match[1] ?? "",
    text: match[2] ?? "",
  }));
}

/** The text without fenced blocks: prose, with its links and code spans. */
export function proseOf({ text }: MarkdownFile): string {
  return text.replace(/^```.*\n[\s\S]*?^```$/gm, "");
}

/** As pages are rendered: a heading's words in lower case, joined by hyphens. */
export function headingAnchors({ text }: MarkdownFile): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map((match) => match[1] ?? "");
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
