import { describe, expect, test } from "@jest/globals";
import { spellingFix } from "../../src/diagnostics/spelling-fix.ts";
import { rangeOf, sourceFile } from "./range-of.ts";

const fixFor = (source: string, written: string, known: readonly string[]): string | undefined =>
  spellingFix({ written, range: rangeOf(sourceFile(`a = ${source}\n`), source), known }).fix?.replacement;

const rows: readonly (readonly [
  name: string,
  source: string,
  written: string,
  known: readonly string[],
  fix: string | undefined,
])[] = [
  ["a letter too few", "prt", "prt", ["port", "path"], "port"],
  ["two letters swapped", '"wbe"', "wbe", ["web", "api"], '"web"'],
  ["two letters of a long name", "defalt_subst", "defalt_subst", ["default_subset"], "default_subset"],
  ["capitals", '"HTTP"', "HTTP", ["http", "tcp"], '"http"'],
  ["two letters of a short name", "prto", "pxrto", ["port"], undefined],
  ["two names as near", '"web3"', "web3", ["web1", "web2"], undefined],
  ["names too short to tell", '"v3"', "v3", ["v1"], undefined],
  ["nothing near", "colour", "colour", ["port"], undefined],
  ["a name that an expression made", '"${local.a}b"', "wbe", ["web"], undefined],
  ["a name given otherwise", "var.name", "wbe", ["web"], undefined],
  ["a name that is no word", '"a b"', "a b", ["a  b"], undefined],
];

test.each(rows)("%s", (_, source, written, known, fix) => expect(fixFor(source, written, known)).toBe(fix));

describe("a name that cannot stand there", () => {
  test("is not put there", () => {
    const range = rangeOf(sourceFile("prt = 1"), "prt");
    const misspelling = { written: "prt", range, known: ["port"] };
    expect(spellingFix({ ...misspelling, fits: (name) => name !== "port" })).toEqual({});
    expect(spellingFix(misspelling).fix?.title).toBe('Write "port"');
  });
});
