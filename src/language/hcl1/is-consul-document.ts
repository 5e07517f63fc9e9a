import type { SourceFile } from "../../diagnostics/source-file.ts";
import { isJsonText } from "./is-json-text.ts";
import type { Hcl1TokenKind } from "./hcl1-token.ts";
import { scanToken } from "./scan-token.ts";

/**
 * Whether a file is in Consul's form and is to be read by {@link "./parse-hcl1.ts"}: at its top level stands
 *
 * - `Kind = …`, which makes a configuration entry,
 * - `service`, `check`, `services` or `checks` with `=` or as a block without label, unless a mesh block such as
 *   `service "web" { … }` stands beside it, whose author forgot the label once, or
 * - in JSON, `Kind` as a text, `services`, `checks`, or a `service` or `check` with plain values in it (in a mesh
 *   document it has labels there).
 *
 * In any case of letters, as Consul's decoder has it. A file with syntax errors is told by what can be read. Takes one
 * pass over the tokens of files in which one of the names occurs at all.
 */
export function isConsulDocument(file: SourceFile): boolean {
  if (isJsonText(file)) return jsonCandidate.test(file.text) && isConsulJson(file.text);
  return candidate.test(file.text) && isConsulHcl(file.text);
}

const candidate = /kind"?\s*[="]|(?:services?|checks?)"?\s*[={]/i;
const jsonCandidate = /"(?:kind|services?|checks?)"\s*:/i;

function isConsulHcl(text: string): boolean {
  let depth = 0;
  let names: readonly string[] = [];
  let afterEquals = false;
  let holdsConsulBlock = false;
  for (let at = text.startsWith("\ufeff") ? 1 : 0; ;) {
    const { kind, end, text: name, problem } = scanToken(text, at);
    if (kind === "end" || problem?.noticedAt) return holdsConsulBlock;
    at = end;
    if (depth === 0 && kind === "{" && isMeshBlock(names)) return false;
    if (depth === 0 && isConsulMember(kind, names)) {
      if (kind === "=") return true;
      holdsConsulBlock = true;
    }
    if (kind === "{" || kind === "[") depth += 1;
    else if (kind === "}" || kind === "]") depth = Math.max(0, depth - 1);
    // A name follows a value without anything between them, so it must be known which of the two a text is.
    const isName = depth === 0 && !afterEquals && (kind === "identifier" || kind === "string");
    names = isName ? [...names.slice(0, 1), name] : [];
    afterEquals = kind === "=";
  }
}

/** Whether `=` or `{` makes one of Consul's members of the names before it. (Several before `=` lack one behind the first.) */
function isConsulMember(kind: Hcl1TokenKind, [name, label]: readonly string[]): boolean {
  const lower = name?.toLowerCase() ?? "";
  if (kind === "=") return lower === "kind" || consulBlocks.has(lower);
  return kind === "{" && label === undefined && consulBlocks.has(lower);
}

/** Whether the names before a `{` begin a block that only mesh documents have at their top. */
function isMeshBlock([name = "", label]: readonly string[]): boolean {
  return label === undefined ? plainMeshBlocks.has(name) : labelledMeshBlocks.has(name);
}

function isConsulJson(text: string): boolean {
  let depth = 0;
  let topName = "";
  let lastText = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "{") depth += 1;
    else if (character === "}") depth -= 1;
    else if (character === '"') {
      const end = jsonTextEnd(text, at);
      lastText = text.slice(at + 1, Math.min(end, at + MAX_NAME_LENGTH));
      at = end;
    } else if (character === ":") {
      const name = lastText.toLowerCase();
      if (isConsulProperty({ name, topName, depth, value: firstOf(text, at + 1) })) return true;
      if (depth === 1) topName = name;
    }
  }
  return false;
}

interface JsonPlace {
  readonly name: string;
  readonly topName: string;
  readonly depth: number;
  /** The first character of the property's value. */
  readonly value: string;
}

function isConsulProperty({ name, topName, depth, value }: JsonPlace): boolean {
  if (depth === 1) return name === "services" || name === "checks" || (name === "kind" && value === '"');
  const holdsPlainValue = value !== "{" && value !== "[";
  return depth === 2 && (topName === "service" || topName === "check") && holdsPlainValue;
}

/** The place of the quote that ends the text which begins at `start`. */
function jsonTextEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"' || character === "\n") return at;
    if (character === "\\") at += 1;
  }
  return text.length;
}

function firstOf(text: string, from: number): string {
  blankForm.lastIndex = from;
  blankForm.test(text);
  return text.charAt(blankForm.lastIndex);
}

const blankForm = /\s*/y;
const plainMeshBlocks: ReadonlySet<string> = new Set(["mesh", "locals", "proxy_defaults"]);
const labelledMeshBlocks: ReadonlySet<string> = new Set(
  "service service_defaults resolver splitter router intentions variable module output".split(" "),
);
const consulBlocks: ReadonlySet<string> = new Set(["service", "services", "check", "checks"]);
/** No name that matters is longer. */
const MAX_NAME_LENGTH = 20;
