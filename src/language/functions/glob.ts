import { RE2JS } from "re2js";

export interface Glob {
  /** How many folders down its matches can be; none at all when it says `**`. */
  readonly depth: number;
  readonly matches: (path: string) => boolean;
}

/**
 * A pattern of paths: `*` and `?` stay within one name, `**` stands for any number of folders, `[a-z]` and `[^a-z]` for
 * one character, `{a,b}` for alternatives, and a backslash makes the next character itself. Undefined when a bracket or
 * brace is not closed. Matching takes time in proportion to the path.
 */
export function compileGlob(pattern: string): Glob | undefined {
  const expression = toRegex(pattern);
  if (expression === undefined) return undefined;
  const compiled = RE2JS.compile(`^(?s:${expression})$`);
  const isDeep = pattern.includes("**");
  return {
    depth: isDeep ? Number.POSITIVE_INFINITY : pattern.split("/").length - 1,
    matches: (path) => compiled.matches(path),
  };
}

const tokenForm = /\*\*\/|\*\*|\*|\?|\[[!^]?\]?(?:\\.|[^\]\\])*\]|\[|\{|\}|,|\\.|[^*?[\]{},\\]+|[\s\S]/gs;

function toRegex(pattern: string): string | undefined {
  let expression = "";
  let braces = 0;
  for (const [token] of pattern.matchAll(tokenForm)) {
    if (token === "[") return undefined;
    if (token === "{") braces += 1;
    if (token === "}") braces -= 1;
    if (braces < 0) return undefined;
    expression += translate(token, braces);
  }
  return braces === 0 ? expression : undefined;
}

function translate(token: string, braces: number): string {
  switch (token) {
    case "**/":
      return "(?:[^/]+/)*";
    case "**":
      return ".*";
    case "*":
      return "[^/]*";
    case "?":
      return "[^/]";
    case "{":
      return "(?:";
    case "}":
      return ")";
    case ",":
      return braces > 0 ? "|" : ",";
    default:
      return token.startsWith("[") && token.endsWith("]")
        ? characterClass(token)
        : RE2JS.quote(unescape(token));
  }
}

function characterClass(token: string): string {
  const isNegated = /^\[[!^]/.test(token);
  const members = token.slice(isNegated ? 2 : 1, -1);
  const escaped = members.replace(/\\(.)|[[\]^&~]/gs, (written: string, literal: string | undefined) =>
    RE2JS.quote(literal ?? written),
  );
  return `[${isNegated ? "^/" : ""}${escaped}]`;
}

function unescape(token: string): string {
  return token.startsWith("\\") && token.length > 1 ? token.slice(1) : token;
}
