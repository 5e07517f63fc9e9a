import { Fn, Token, Tokenization } from "cdktf";
import { parseTemplateSource } from "../language/native/parse-native.ts";

/**
 * Marks a value as one that nobody may see: the documents get it as a sensitive variable, which stands in no plan and in
 * no state. For what Terraform does not know to be sensitive by itself; variables of a stack that are `sensitive` need
 * none of it.
 */
export function sensitive(value: string): string;
export function sensitive(value: number): number;
export function sensitive(value: readonly string[]): string[];
export function sensitive(value: Readonly<Record<string, string>>): Record<string, string>;
export function sensitive(
  value: string | number | readonly string[] | Readonly<Record<string, string>>,
): unknown {
  if (typeof value === "string" && Tokenization.reverse(value).length === 0)
    return `\${sensitive("${quotedTemplate(value)}")}`;
  const marked: unknown = Fn.sensitive(value);
  if (typeof value === "string") return Token.asString(marked);
  if (typeof value === "number") return Token.asNumber(marked);
  return Array.isArray(value) ? Token.asList(marked) : Token.asStringMap(marked);
}

/** The template as it is written between quotes: what stands within its expressions stays. */
function quotedTemplate(text: string): string {
  const file = { filename: "cdk.tf.json", text };
  const { value } = parseTemplateSource({ file, text, start: 0, limit: text.length });
  if (value.kind !== "template") return escaped(text);
  const pieces = value.parts.map(({ kind, range: { start, end } }) => {
    const piece = text.slice(start, end);
    return kind === "text" ? escaped(piece) : piece;
  });
  return pieces.join("");
}

function escaped(text: string): string {
  return text
    .replace(/["\\]/g, "\\$&")
    .replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
