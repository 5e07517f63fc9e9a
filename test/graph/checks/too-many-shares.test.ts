import { expect, test } from "@jest/globals";
import { compileDocuments, drawn } from "../../support/check-document.ts";
import { withServices } from "../../support/documents.ts";

/** Splitters in pairs, each entering both of the next pair and marking which way was taken. */
function ladder(levels: number): { readonly text: string; readonly services: readonly string[] } {
  const names = Array.from({ length: levels }, (_, level) => [`l${level}`, `r${level}`] as const);
  const text = names.slice(0, -1).flatMap((pair, level) =>
    pair.map((name) => {
      const splits = (names[level + 1] ?? []).map(
        (next) => `  split {
    weight  = 50
    service = "${next}"
    request_headers {
      set = { x-level-${level} = "${next}" }
    }
  }
`,
      );
      return `splitter "${name}" {\n${splits.join("")}}\n`;
    }),
  );
  return { text: text.join(""), services: names.flat() };
}

test.each([
  ["few levels", 9, 0],
  ["levels whose shares are beyond any number", 40, 2],
])("splitters of %s", (_, levels, expected) => {
  const { text, services } = ladder(levels);
  const found = compileDocuments(withServices(text, ...services)).diagnostics.map(drawn);
  expect(found.filter((line) => line.includes("MESH3036 Too many shares"))).toHaveLength(expected);
  expect(found).toHaveLength(expected);
});
