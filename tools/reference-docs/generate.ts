import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { referencePage } from "./reference-page.ts";
import { SchemaFiles } from "./schema-files.ts";

/** Writes `docs/reference/<kind>.md` for every schema; committed, because people read them without building anything. */
export function generate(repository: string): void {
  const target = join(repository, "docs", "reference");
  mkdirSync(target, { recursive: true });
  for (const [file, text] of referencePages(repository)) writeFileSync(join(target, file), text);
}

/** Every page by its file name. */
export function referencePages(repository: string): ReadonlyMap<string, string> {
  const files = new SchemaFiles(join(repository, "schemas"));
  return new Map(files.kinds.map((kind) => [`${kind}.md`, referencePage(files, kind)]));
}
