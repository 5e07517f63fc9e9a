import { expect, test } from "@jest/globals";
import { blockHeadAt } from "../../src/diagnostics/block-outline.ts";
import { rangeOf, sourceFile } from "./range-of.ts";

const rows: readonly (readonly [name: string, text: string, head: string | undefined])[] = [
  ["in a block", 'service "web" {\n  port = HERE\n}\n', 'service "web"'],
  ["in the head itself", 'service "HERE" {\n}\n', 'service "HERE"'],
  ["in a block within a block", 'service "web" {\n  check "tcp" {\n    HERE\n  }\n}\n', 'service "web"'],
  ["in a block on one line", "a {}\nmesh { HERE }\nb {}\n", "mesh"],
  ["behind a block", "mesh {\n}\nHERE\n", undefined],
  ["between blocks", 'a "b" {\n}\n\nHERE\nc "d" {\n}\n', undefined],
  ["in an argument that is no block", "a = {\n  b = HERE\n}\n", undefined],
  ["in a block that is not closed, before another", 'a "b" {\n  HERE\nc "d" {\n}\n', 'a "b"'],
  ["in a block that the file ends in", 'a "b" {\n  HERE\n', 'a "b"'],
  ["behind a heredoc that looks like the end", 'a "b" {\n  x = <<EOT\n}\nc {\nEOT\n  y = HERE\n}\n', 'a "b"'],
  ["with lines that end as Windows' do", 'a "b" {\r\n  HERE\r\n}\r\n', 'a "b"'],
  ["with a comment behind the brace", 'a "b" { # why\n  HERE\n}\n', 'a "b"'],
  ["in JSON", '{\n  "service": { "HERE": {} }\n}\n', undefined],
];

test.each(rows)("%s", (_, text, head) => {
  const file = sourceFile(text);
  expect(blockHeadAt(rangeOf(file, "HERE"))).toBe(head);
});

test("many blocks are found by halving", () => {
  const file = sourceFile(
    Array.from({ length: 1000 }, (_, index) => `service "s${index}" {\n  port = 1\n}\n`).join(""),
  );
  const start = file.text.indexOf('"s777"');
  expect(blockHeadAt({ file, start: start + 12, end: start + 13 })).toBe('service "s777"');
});
