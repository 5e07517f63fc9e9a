import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { canonicalJson } from "./canonical-json.ts";
import { mutate, MUTATION_COUNT } from "./mutations.ts";

interface Verdict {
  readonly accepted: boolean;
  readonly value?: unknown;
  readonly line?: number;
}

/**
 * Asks Go's parsers about every document under test/language/hcl1/documents and about the mutations of those in HCL,
 * and writes what they say to test/language/hcl1/recorded.json. Needs `go` and its module proxy.
 */
export function record(repository: string): void {
  const folder = `${repository}test/language/hcl1/documents/`;
  const documents = readdirSync(folder)
    .sort()
    .map((name) => ({ name, text: readFileSync(folder + name, "utf8") }));
  const texts = documents.filter(({ name }) => name.endsWith(".hcl")).map(({ text }) => text);
  const mutations = Array.from({ length: MUTATION_COUNT }, (_, seed) => mutate(texts, seed));
  const verdicts = ask(repository, [
    ...documents.map(({ name, text }) => ({ syntax: name.endsWith(".json") ? "json" : "hcl", text })),
    ...mutations.map((text) => ({ syntax: "hcl", text })),
  ]);
  const ofDocuments = documents.map(({ name }, index) => [name, withoutNothing(verdicts[index])] as const);
  const ofMutations = verdicts.slice(documents.length).map(compact);
  const file = `${repository}test/language/hcl1/recorded.json`;
  writeFileSync(
    file,
    JSON.stringify({ documents: Object.fromEntries(ofDocuments), mutations: ofMutations.join(" ") }),
  );
}

function ask(repository: string, documents: readonly object[]): readonly Verdict[] {
  const { stdout, stderr, status } = spawnSync("go", ["run", "."], {
    cwd: `${repository}tools/hcl1-oracle`,
    input: documents.map((document) => JSON.stringify(document)).join("\n"),
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`go run failed:\n${stderr}`);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line): Verdict => JSON.parse(line) as Verdict);
}

function withoutNothing(verdict: Verdict | undefined): Verdict {
  if (!verdict) throw new Error("The oracle gave fewer verdicts than it was asked for.");
  return verdict.accepted ? { accepted: true, value: verdict.value ?? {} } : verdict;
}

/** `+` and the first 8 hexadecimal digits of the value's SHA-256, or `-` and the line of the error, 0 if it has none. */
function compact({ accepted, value, line }: Verdict): string {
  return accepted ? `+${hashOf(value ?? {})}` : `-${line ?? 0}`;
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 8);
}
