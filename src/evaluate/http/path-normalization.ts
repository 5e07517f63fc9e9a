import type { HttpConnectionManager } from "../../envoy/gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";

/** A path after a connection manager has made it plain, or how it answers instead of passing it on. */
export type NormalizedPath =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "rejected"; readonly details: string }
  | { readonly kind: "redirected"; readonly location: string };

type Options = Pick<
  HttpConnectionManager,
  "normalize_path" | "merge_slashes" | "path_with_escaped_slashes_action"
>;

/**
 * What a connection manager does to a path before anything looks at it: escaped slashes, then dot segments and
 * needless escapes, then repeated slashes, none of them in the query.
 */
export function normalizePath(original: string, options: Options): NormalizedPath {
  if (!/^[/*]/.test(original)) return { kind: "rejected", details: "http1.invalid_url" };
  if (original.includes("#")) return { kind: "rejected", details: "path_normalization_failed" };
  const queryStart = original.indexOf("?");
  const query = queryStart < 0 ? "" : original.slice(queryStart);
  let path = queryStart < 0 ? original : original.slice(0, queryStart);
  const slashes = options.path_with_escaped_slashes_action ?? "KEEP_UNCHANGED";
  let isRedirected = false;
  if (
    slashes !== "KEEP_UNCHANGED" &&
    slashes !== "IMPLEMENTATION_SPECIFIC_DEFAULT" &&
    escapedSlash.test(path)
  ) {
    if (slashes === "REJECT_REQUEST") return { kind: "rejected", details: "path_normalization_failed" };
    isRedirected = slashes === "UNESCAPE_AND_REDIRECT";
    path = path.replace(/%2f/gi, "/").replace(/%5c/gi, "\\");
  }
  if (options.normalize_path) {
    const canonical = canonicalPath(path);
    if (canonical === undefined) return { kind: "rejected", details: "path_normalization_failed" };
    path = canonical;
  }
  // Of a path of nothing but slashes the first and the last one stay.
  if (options.merge_slashes) path = /^\/{2,}$/.test(path) ? "//" : path.replace(/\/{2,}/g, "/");
  return isRedirected ? { kind: "redirected", location: path + query } : { kind: "path", path: path + query };
}

const escapedSlash = /%(2f|5c)/i;

/** Nothing in it needs a change; tells most paths apart without walking through them. */
const isPlain = /^\/(?!\.)(?:[\w\-~!$&'()*+,:;=@]|\.(?!\.)|\/(?!\.))*$/;

/** Dot segments, backslashes and escapes as a browser reads them; undefined for a path that holds a NUL. */
function canonicalPath(path: string): string | undefined {
  if (isPlain.test(path)) return path;
  let output = path.startsWith("/") || path.startsWith("\\") ? "" : "/";
  for (let index = 0; index < path.length;) {
    const dot = dotLength(path, index);
    if (dot > 0) {
      const segment = output.endsWith("/") ? dotSegment(path, index) : undefined;
      if (!segment) output += ".";
      else if (segment.isParent) output = parentOf(output);
      index += segment?.length ?? dot;
      continue;
    }
    const { text, length } = canonicalCharacter(path, index);
    if (text === undefined) return undefined;
    output += text;
    index += length;
  }
  return output;
}

/** How long a dot is at this place, escaped or not; 0 when there is none. */
function dotLength(path: string, index: number): number {
  if (path[index] === ".") return 1;
  return path.slice(index, index + 3).toLowerCase() === "%2e" ? 3 : 0;
}

/** A segment of one dot or two, with the slash behind it. */
function dotSegment(
  path: string,
  index: number,
): { readonly isParent: boolean; readonly length: number } | undefined {
  const first = dotLength(path, index);
  const second = dotLength(path, index + first);
  const end = index + first + second;
  const next = path[end];
  if (next !== undefined && next !== "/" && next !== "\\") return undefined;
  return { isParent: second > 0, length: end - index + (next === undefined ? 0 : 1) };
}

/** Up to the slash before the last segment. */
function parentOf(output: string): string {
  const slash = output.lastIndexOf("/", output.length - 2);
  return slash < 0 ? "/" : output.slice(0, slash + 1);
}

function canonicalCharacter(
  path: string,
  index: number,
): { readonly text: string | undefined; readonly length: number } {
  const character = String.fromCodePoint(path.codePointAt(index) ?? 0);
  if (character === "\\") return { text: "/", length: 1 };
  if (character === "\0") return { text: undefined, length: 1 };
  if (character === "%") {
    const escape = /^%[0-9A-Fa-f]{2}/.exec(path.slice(index, index + 3))?.[0];
    if (escape === undefined) return { text: "%", length: 1 };
    const value = String.fromCharCode(parseInt(escape.slice(1), 16));
    if (value === "\0") return { text: undefined, length: 3 };
    return { text: /[A-Za-z0-9\-_~]/.test(value) ? value : escape, length: 3 };
  }
  const isKept = /[A-Za-z0-9\-._~!$&'()*+,/:;=@[\]]/.test(character);
  return { text: isKept ? character : encodeURIComponent(character), length: character.length };
}
