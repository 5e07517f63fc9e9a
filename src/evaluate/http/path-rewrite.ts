import type { RE2JS } from "re2js";
import type { RegexMatchAndSubstitute } from "../../envoy/gen/envoy.type.matcher.v3.ts";
import { withoutQuery } from "../condition/path-condition.ts";
import type { PathCondition } from "../condition/path-condition.ts";
import { compileRegex } from "../condition/string-test.ts";

/** Gives the new path, with the query of the old one. */
export type PathRewrite = (path: string) => string;

export interface PathRewriteSource {
  readonly prefix_rewrite?: string;
  readonly regex_rewrite?: RegexMatchAndSubstitute;
}

/** Undefined when the path stays as it is. */
export function pathRewrite(
  { prefix_rewrite, regex_rewrite }: PathRewriteSource,
  matchedLength: PathCondition["matchedLength"],
): PathRewrite | undefined {
  if (prefix_rewrite !== undefined && prefix_rewrite !== "")
    return (path) =>
      prefix_rewrite + path.slice(matchedLength === "whole" ? withoutQuery(path).length : matchedLength);
  const replace = regexReplace(regex_rewrite);
  return (
    replace &&
    ((path) => {
      const plain = withoutQuery(path);
      return replace(plain) + path.slice(plain.length);
    })
  );
}

/** Undefined for no expression, and for one that is none. */
export function regexReplace(
  rewrite: RegexMatchAndSubstitute | undefined,
): ((text: string) => string) | undefined {
  const regex = rewrite && compileRegex(rewrite.pattern?.regex ?? "");
  return regex && ((text) => replaceAll(text, { regex, substitution: rewrite.substitution ?? "" }));
}

/** RE2's global replacement, in which `\1` is the first group and `\0` the whole match. */
function replaceAll(
  text: string,
  { regex, substitution }: { readonly regex: RE2JS; readonly substitution: string },
): string {
  const matcher = regex.matcher(text);
  let output = "";
  let end = 0;
  let isBehindMatch = false;
  while (matcher.find()) {
    // An empty match right behind another one is none.
    if (isBehindMatch && matcher.end() === end) continue;
    isBehindMatch = true;
    output += text.slice(end, matcher.start());
    output += substitution.replace(/\\([0-9\\])/g, (_, digit: string) =>
      digit === "\\"
        ? "\\"
        : Number(digit) <= matcher.groupCount()
          ? (matcher.group(Number(digit)) ?? "")
          : "",
    );
    end = matcher.end();
  }
  return output + text.slice(end);
}
