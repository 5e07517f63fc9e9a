import { expect, test } from "@jest/globals";
import { checkDocument, compileDocuments, drawn, onlyDiagnostic } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

const splitter = (from: string, to: string): string => `splitter "${from}" {
  split {
    weight  = 100
    service = "${to}"
  }
}
`;
const redirect = (from: string, to: string): string => `resolver "${from}" {
  redirect { service = "${to}" }
}
`;

test.each([
  ["a splitter that shares with itself", splitter("a", "a")],
  ["a chain of splitters", splitter("a", "b") + splitter("b", "c")],
  ["two ways to one splitter", splitter("a", "c") + splitter("b", "c") + splitter("c", "c")],
  ["a chain of redirects", redirect("a", "b") + redirect("b", "c")],
  ["a splitter one way and a redirect the other", splitter("a", "b") + redirect("b", "c")],
])("allowed: %s", (_, text) => checkDocument(withServices(text, "a", "b", "c"), []));

test.each([
  ["two splitters", splitter("a", "b") + splitter("b", "a"), ["8:3 MESH3008 Circular reference"]],
  [
    "three splitters, reported once",
    splitter("b", "c") + splitter("c", "a") + splitter("a", "b"),
    ["14:3 MESH3008 Circular reference"],
  ],
  ["two redirects", redirect("a", "b") + redirect("b", "a"), ["5:3 MESH3008 Circular reference"]],
])("refused: %s", (_, text, expected) => checkDocument(withServices(text, "a", "b", "c"), expected));

test("a share of a subset enters no splitter, so it closes no circle", () => {
  const text = `splitter "a" {
  split {
    weight  = 100
    service = "b"
  }
}
splitter "b" {
  split {
    weight  = 100
    service = "a"
    subset  = "all"
  }
}
resolver "a" {
  subset "all" {}
}`;
  checkDocument(withServices(text, "a", "b"), []);
});

test("the detail shows the circle", () => {
  const { detail } = onlyDiagnostic(withServices(redirect("a", "b") + redirect("b", "a"), "a", "b"));
  expect(detail).toBe("These redirects lead back to where they began: a → b → a. Remove one of the steps.");
});

test("a circle of thousands is found and told in few words", () => {
  const names = Array.from({ length: 5_000 }, (_, index) => `s${index}`);
  const text = names.map((name, index) => redirect(name, names[(index + 1) % names.length] ?? "")).join("");
  const { diagnostics } = compileDocuments(withServices(text, ...names.slice(0, 2)));
  const circles = diagnostics.filter(({ code }) => code === "MESH3008");
  expect(circles.map(drawn)).toEqual(["14999:3 MESH3008 Circular reference"]);
  expect(circles[0]?.detail).toBe(
    "These redirects lead back to where they began: s0 → s1 → s2 → s3 → s4 → s5 → s6 → s7 → … → s4998 → s4999 → s0. Remove one of the steps.",
  );
});
