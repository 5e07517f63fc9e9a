import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { hasErrors } from "../../../src/diagnostics/diagnostic.ts";
import { canonicalJson } from "../../../tools/hcl1-oracle/canonical-json.ts";
import { mutate, MUTATION_COUNT } from "../../../tools/hcl1-oracle/mutations.ts";
import { disagreements } from "./disagreements.ts";
import { linesOfFirstError, readHcl1 } from "./hcl1-fixtures.ts";
import recorded from "./recorded.json";

// The oracle is github.com/hashicorp/hcl v1.0.0, which Consul decodes its documents with, and Go's encoding/json for
// *.json. tools/hcl1-oracle/record.mjs records what they say.
const folder = "test/language/hcl1/documents/";
const names = readdirSync(folder).sort();
const texts = names
  .filter((name) => name.endsWith(".hcl"))
  .map((name) => readFileSync(folder + name, "utf8"));

interface RecordedDocument {
  readonly accepted: boolean;
  readonly value?: unknown;
  readonly line?: number;
}

const documents = new Map<string, RecordedDocument>(Object.entries(recorded.documents));

describe("documents in the style of Consul's tutorials", () => {
  test.each(names)("%s", (name) => {
    const { value, diagnostics } = readHcl1(readFileSync(folder + name, "utf8"), name);
    const oracle = documents.get(name);
    const accepted = !hasErrors(diagnostics);
    expect({ accepted, ...(accepted && { value }) }).toEqual({
      accepted: oracle?.accepted,
      ...(oracle?.accepted && { value: oracle.value }),
    });
    expect(accepted || linesOfFirstError(diagnostics).includes(oracle?.line ?? -1)).toBe(true);
  });

  test("none is recorded that is gone", () => {
    expect([...documents.keys()].sort()).toEqual(names);
  });
});

describe("mutations", () => {
  const verdicts = recorded.mutations.split(" ");

  test("each has a verdict", () => expect(verdicts).toHaveLength(MUTATION_COUNT));

  test("the parser says what the oracle says, but where docs/language/conformance.md gives a reason", () => {
    const found = verdicts.flatMap((oracle, seed) => {
      const ours = verdictOf(mutate(texts, seed), oracle);
      return ours === oracle ? [] : [{ seed, oracle, ours }];
    });
    expect(found).toEqual(disagreements.map(({ seed, oracle, ours }) => ({ seed, oracle, ours })));
  });

  test("the reasons are in the documentation", () => {
    const page = readFileSync("docs/language/conformance.md", "utf8");
    for (const { seed, reason } of disagreements)
      expect(page).toMatch(new RegExp(`^\\| ${seed} +\\|.*\\| ${reason} +\\|$`, "m"));
  });
});

/**
 * In the form of the record. The line of an error is the oracle's if it is one of those that our first error names, or
 * if the oracle names none.
 */
function verdictOf(text: string, oracle: string): string {
  const { value, diagnostics } = readHcl1(text);
  if (!hasErrors(diagnostics)) {
    return `+${createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 8)}`;
  }
  const lines = linesOfFirstError(diagnostics);
  const agrees = oracle === "-0" || (oracle.startsWith("-") && lines.includes(Number(oracle.slice(1))));
  return agrees ? oracle : `-${lines.join("/")}`;
}
