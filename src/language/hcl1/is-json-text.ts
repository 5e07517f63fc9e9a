import type { SourceFile } from "../../diagnostics/source-file.ts";

/** Whether Consul reads the file as JSON: by its name, or because no HCL begins with a brace. */
export function isJsonText({ filename, text }: SourceFile): boolean {
  return filename.toLowerCase().endsWith(".json") || /^\ufeff?\s*\{/.test(text);
}
