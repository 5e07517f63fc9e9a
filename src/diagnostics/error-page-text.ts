import type { ErrorPage, PageExample } from "./error-page.ts";
import { wrapText } from "./wrap-text.ts";

/** A page for a terminal: prose wrapped to `width` columns, examples indented. */
export function errorPageText(page: ErrorPage, width: number): string {
  const { code, title, meaning, wayOut, wrong, right } = page;
  return [
    `${code}: ${title}`,
    ...paragraphs(meaning).map((text) => prose(text, width)),
    ...(wrong ? ["Wrong:", ...examples(wrong)] : []),
    ...(right ? ["Right:", ...examples(right)] : []),
    prose(`What to do: ${wayOut}`, width),
  ].join("\n\n");
}

/** A page as Markdown, which SARIF viewers show as a rule's help. */
export function errorPageMarkdown({ code, title, meaning, wayOut, wrong, right }: ErrorPage): string {
  return `${[
    `# ${code}: ${title}`,
    meaning,
    ...(wrong ? ["## Wrong", ...fencedExamples(wrong, "wrong")] : []),
    ...(right ? ["## Right", ...fencedExamples(right, "right")] : []),
    "## What to do",
    wayOut,
  ].join("\n\n")}\n`;
}

/** One stretch of an example as it is shown: a file with its name, or lines for a shell. */
interface ShownPart {
  readonly filename: string | undefined;
  readonly language: "hcl" | "json" | "sh" | "text";
  readonly text: string;
}

function shownParts(example: PageExample): readonly ShownPart[] {
  if (typeof example === "string") return [{ filename: undefined, language: "hcl", text: example.trim() }];
  if ("shell" in example) return [{ filename: undefined, language: "sh", text: example.shell.trim() }];
  if (example.shown !== undefined)
    return [{ filename: undefined, language: "text", text: example.shown.trim() }];
  const flags = Object.entries(example.variables ?? {}).map(([name, value]) => ` -var '${name}=${value}'`);
  const files = Object.entries(example.files).map(([filename, text]): ShownPart => {
    const language = filename.endsWith(".json") ? "json" : "hcl";
    return { filename, language, text: text.trim() };
  });
  if (flags.length === 0) return files;
  return [...files, { filename: undefined, language: "sh", text: `mesh validate mesh.hcl${flags.join("")}` }];
}

function examples(example: PageExample): readonly string[] {
  return shownParts(example).flatMap(({ filename, text }) => [
    ...(filename === undefined ? [] : [`  ${filename}`]),
    text.replace(/^(?=.)/gm, "    "),
  ]);
}

/** The word behind the language tells the documentation's own tests how to read the block. */
function fencedExamples(example: PageExample, role: "wrong" | "right"): readonly string[] {
  return shownParts(example).flatMap(({ filename, language, text }) => [
    ...(filename === undefined ? [] : [`\`${filename}\`:`]),
    // A formatter of Markdown would put wrong JSON right.
    `\`\`\`${language === "json" && role === "wrong" ? "text" : language} ${role}\n${text}\n\`\`\``,
  ]);
}

function paragraphs(text: string): readonly string[] {
  return text.split(/\n\n+/);
}

function prose(text: string, width: number): string {
  return wrapText(text.replaceAll("\n", " "), width).join("\n");
}
