import { expect, test } from "@jest/globals";
import { checkDocument, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const rewriting = (match: string): ReturnType<typeof withServices> =>
  withServices(
    `router "a" {\n  route {\n    ${match}\n    destination { prefix_rewrite = "/x" }\n  }\n}`,
    "a",
  );

test.each([
  ["a prefix", 'match {\n      http { path_prefix = "/a" }\n    }'],
  ["an exact path", 'match {\n      http { path_exact = "/a" }\n    }'],
])("something to replace: %s", (_, match) => checkDocument(rewriting(match), []));

const summary = "MESH3056 prefix_rewrite without a path to replace";

test.each([
  ["no match", "", `4:36 ${summary}`],
  ["an expression", 'match {\n      http { path_regex = "/a" }\n    }', `6:36 ${summary}`],
  ["methods alone", 'match {\n      http { methods = ["GET"] }\n    }', `6:36 ${summary}`],
])("nothing to replace: %s", (_, match, expected) => checkDocument(rewriting(match), [expected]));

test("the message says why", () => {
  expect(onlyDiagnostic(rewriting("")).detail).toBe(
    "This route matches no path that could be replaced. Match by path_exact or path_prefix, or remove prefix_rewrite.",
  );
});
