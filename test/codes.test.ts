import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { proxyRejectedCode } from "../src/cli/apply/rejection-diagnostics.ts";
import { documentCodes } from "../src/documents/codes.ts";
import { configCodes } from "../src/config/codes.ts";
import { graphCodes } from "../src/graph/codes.ts";
import { languageCodes } from "../src/language/codes.ts";

/** Every table of codes, with the first digit of its part. */
const tables = { languageCodes, configCodes, graphCodes, proxyCodes: { proxyRejectedCode }, documentCodes };
const parts = { languageCodes: 1, configCodes: 2, graphCodes: 3, proxyCodes: 5, documentCodes: 6 } as const;

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.includes("gen/"))
  .map((name) => ({ name, text: readFileSync(join("src", name), "utf8") }));

describe.each(Object.entries(tables))("%s", (table, codes) => {
  test("are MESH and four digits, the first that of their part", () => {
    const digit = Object.entries(parts).find(([name]) => name === table)?.[1];
    for (const code of Object.values(codes)) expect(code).toMatch(new RegExp(`^MESH${String(digit)}\\d{3}$`));
  });

  test("are each used", () => {
    const unused = Object.keys(codes).filter(
      (name) =>
        !sources.some(
          ({ name: file, text }) => !file.endsWith("codes.ts") && new RegExp(`\\b${name}\\b`).test(text),
        ),
    );
    expect(unused).toEqual([]);
  });
});

test("no code means two things, and none is written outside of the tables", () => {
  const known: readonly string[] = Object.values(tables).flatMap((codes) => Object.values(codes));
  expect([...new Set(known)]).toEqual(known);
  const written = sources.flatMap(({ text }) =>
    [...text.matchAll(/"(MESH\d{4})"/g)].map(([, code = ""]) => code),
  );
  expect(written.sort()).toEqual([...known].sort());
});
