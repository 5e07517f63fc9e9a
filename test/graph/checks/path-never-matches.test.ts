import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const permission = (field: string, path: string): ReturnType<typeof withServices> =>
  withServices(
    `intentions "a" {
  source "a" {
    permission {
      action = "deny"
      http { ${field} = ${JSON.stringify(path)} }
    }
  }
}`,
    "a",
  );

test.each(["/", "/admin", "/a/b/", "/a.b", "/a/..b", "/.well-known/x", "/a%20b", "/ä", "/a:b@c;d=e,f"])(
  "a path: %s",
  (path) => {
    checkDocument(permission("path_exact", path), []);
    checkDocument(permission("path_prefix", path), []);
  },
);

test.each([
  ["a query", "/admin?x=1"],
  ["a fragment", "/admin#top"],
  ["a double slash", "//admin"],
  ["a backslash", "/a\\b"],
  ["a step back", "/a/../b"],
  ["a step back at the end", "/a/.."],
  ["a step in place", "/a/./b"],
  ["an escaped slash", "/a%2Fb"],
  ["an escaped backslash", "/a%5cb"],
  ["a space", "/a b"],
  ["a control character", "/a\tb"],
])("no path: %s", (_, path) => {
  checkDocument(permission("path_exact", path), ["5:27 MESH3026 This path never matches"]);
  checkDocument(permission("path_prefix", path), ["5:28 MESH3026 This path never matches"]);
});

test("the detail gives the reason", () => {
  expect(onlyDiagnostic(permission("path_exact", "/admin?x=1")).detail).toBe(
    "Rules see the path without its query string. Correct path_exact.",
  );
});

const route = (path: string): ReturnType<typeof withServices> =>
  withServices(
    `router "a" {
  route {
    match {
      http { path_prefix = ${JSON.stringify(path)} }
    }
    destination { service = "b" }
  }
}`,
    "a",
    "b",
  );

test.each(["/", "//a", "/a/../b", "/a%2Fb"])("a route's path, before it is put in order: %s", (path) =>
  checkDocument(route(path), []),
);

test.each(["/a?x=1", "/a#top"])("no route's path: %s", (path) =>
  checkDocument(route(path), ["4:28 MESH3026 This path never matches"]),
);
