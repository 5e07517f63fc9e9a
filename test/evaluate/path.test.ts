import { describe, expect, test } from "@jest/globals";
import { normalizePath } from "../../src/evaluate/http/path-normalization.ts";
import { pathRewrite } from "../../src/evaluate/http/path-rewrite.ts";
import type { PathRewriteSource } from "../../src/evaluate/http/path-rewrite.ts";

/** Each row was seen at a real Envoy 1.40 as well; the differential test sends such paths. */
describe("normalised paths", () => {
  test.each([
    ["/", "/"],
    ["/a/b", "/a/b"],
    ["/a/./b", "/a/b"],
    ["/a/../b", "/b"],
    ["/../../b", "/b"],
    ["/a/b/..", "/a/"],
    ["/a/.", "/a/"],
    ["/a//b///c", "/a/b/c"],
    ["//a", "/a"],
    ["//", "//"],
    ["///?//", "//?//"],
    ["/a//../b", "/a/b"],
    ["/a/%2e%2E/b", "/b"],
    ["/a/.%2e/b", "/b"],
    ["/a/..b/.c", "/a/..b/.c"],
    ["/a/...", "/a/..."],
    ["/a\\b", "/a/b"],
    ["/a%2Fb", "/a%2Fb"],
    ["/a%2f..%2fb", "/a%2f..%2fb"],
    ["/%41%7e%2D", "/A~-"],
    ["/%20%zz%", "/%20%zz%"],
    ["/a b", "/a%20b"],
    ["/ä", "/%C3%A4"],
    ['/a|b^c{d}`"<>', "/a%7Cb%5Ec%7Bd%7D%60%22%3C%3E"],
    ["/a?x=../b//c%41", "/a?x=../b//c%41"],
    ["/a/../b?c/../d", "/b?c/../d"],
    ["/a?", "/a?"],
  ])("%s becomes %s", (path, expected) => {
    expect(normalizePath(path, { normalize_path: true, merge_slashes: true })).toEqual({
      kind: "path",
      path: expected,
    });
  });

  test.each(["/a\0b", "/a%00b", "/a#b", "a/b", "http://api/a", ""])("%j is refused", (path) => {
    expect(normalizePath(path, { normalize_path: true })).toMatchObject({ kind: "rejected" });
  });

  test.each([
    ["KEEP_UNCHANGED", { kind: "path", path: "/a%2Fb%5c?%2f" }],
    ["UNESCAPE_AND_FORWARD", { kind: "path", path: "/a/b/?%2f" }],
    ["UNESCAPE_AND_REDIRECT", { kind: "redirected", location: "/a/b/?%2f" }],
    ["REJECT_REQUEST", { kind: "rejected" }],
  ] as const)("escaped slashes, %s", (path_with_escaped_slashes_action, expected) => {
    const options = { normalize_path: true, path_with_escaped_slashes_action };
    expect(normalizePath("/a%2Fb%5c?%2f", options)).toMatchObject(expected);
    expect(normalizePath("/plain?%2f", options)).toEqual({ kind: "path", path: "/plain?%2f" });
  });

  test("without any option a path stays as it is", () => {
    expect(normalizePath("/a/..//b\\%41", {})).toEqual({ kind: "path", path: "/a/..//b\\%41" });
  });
});

describe("rewritten paths", () => {
  interface Row {
    readonly name: string;
    readonly source: PathRewriteSource;
    readonly matchedLength: number | "whole";
    readonly path: string;
    readonly expected: string;
  }

  const rows: readonly Row[] = [
    {
      name: "a prefix",
      source: { prefix_rewrite: "/b/" },
      matchedLength: 3,
      path: "/a/x?y",
      expected: "/b/x?y",
    },
    {
      name: "a whole path",
      source: { prefix_rewrite: "/b" },
      matchedLength: "whole",
      path: "/a?y",
      expected: "/b?y",
    },
    {
      name: "what an expression finds, with its groups",
      source: { regex_rewrite: { pattern: { regex: "/v([0-9]+)/([a-z]+)" }, substitution: "/\\2/\\1" } },
      matchedLength: 1,
      path: "/v1/a/v22/b?/v1/a",
      expected: "/a/1/b/22?/v1/a",
    },
    {
      name: "an empty match, but not behind another one",
      source: { regex_rewrite: { pattern: { regex: "x*$" }, substitution: "-" } },
      matchedLength: 1,
      path: "/axx",
      expected: "/a-",
    },
    {
      name: "an empty match at the end",
      source: { regex_rewrite: { pattern: { regex: "x*$" }, substitution: "-" } },
      matchedLength: 1,
      path: "/a?x",
      expected: "/a-?x",
    },
    {
      name: "the whole match, and a backslash",
      source: { regex_rewrite: { pattern: { regex: "a" }, substitution: "\\0\\\\" } },
      matchedLength: 1,
      path: "/aa",
      expected: "/a\\a\\",
    },
  ];

  test.each(rows)("$name", ({ source, matchedLength, path, expected }) => {
    expect(pathRewrite(source, matchedLength)?.(path)).toBe(expected);
  });

  test("nothing to rewrite", () => {
    expect(pathRewrite({}, 1)).toBeUndefined();
    expect(pathRewrite({ prefix_rewrite: "" }, 1)).toBeUndefined();
  });
});
