import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic, underlined } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const permission = (http: string): string =>
  `intentions "a" {
  source "b" {
    permission {
      action = "allow"
      http {
        ${http}
      }
    }
  }
}`;
const route = (http: string): string =>
  `router "a" {
  route {
    match {
      http {
        ${http}
      }
    }
    destination { service = "b" }
  }
}`;
const limit = (path: string): string =>
  `service_defaults "a" {
  rate_limits {
    instance_level {
      route {
        requests_per_second = 1
        ${path}
      }
    }
  }
}`;

test.each([
  ["an exact path", 'path_exact = "/a"'],
  ["a prefix", 'path_prefix = "/a"'],
  ["an expression", 'path_regex = "/a.*"'],
])("one matcher: %s", (_, matcher) => {
  checkDocument(withServices(permission(matcher), "a", "b"), []);
  checkDocument(withServices(route(matcher), "a", "b"), []);
  checkDocument(withServices(limit(matcher), "a"), []);
});

const two = 'path_exact = "/a"\n        path_prefix = "/b"';
const others = 'path_prefix = "/a"\n        path_regex = "/b"';

test.each([
  ["a permission, exact and prefix", permission(two), "7:23"],
  ["a permission, prefix and expression", permission(others), "7:22"],
  ["a route, exact and prefix", route(two), "6:23"],
  ["a route, prefix and expression", route(others), "6:22"],
  ["a rate limit", limit(two), "7:23"],
])("two matchers: %s", (_, text, place) =>
  checkDocument(withServices(text, "a", "b"), [`${place} MESH3019 Two ways to match the path`]),
);

test("the message names both and the way out", () => {
  const diagnostic = onlyDiagnostic(withServices(route(two), "a", "b"));
  expect(diagnostic.detail).toBe(
    "A route has at most one of path_exact, path_prefix and path_regex. Remove one, or write a second route.",
  );
  expect(underlined(diagnostic)).toEqual({
    subject: '"/b"',
    related: ['The other is here. "/a"'],
  });
});
