import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** One small file for each ban, and one that only looks down. */
const tree: Readonly<Record<string, string>> = {
  "src/config/entry.ts": "export const entry = 1;\n",
  "src/diagnostics/upward.ts": 'import "../config/entry.ts";\n',
  "src/graph/downward.ts": 'import "../config/entry.ts";\n',
  "src/graph/reads-files.ts": 'import "node:fs";\n',
  "src/platform/clock.ts": 'import "node:os";\n',
  "src/platform/node/clock.ts": 'import "node:os";\n',
  "src/ca/authority.ts": "export const authority = 1;\n",
  "src/xds/sibling.ts": 'import "../ca/authority.ts";\n',
  "src/xds/picks-node.ts": 'import "../platform/node/clock.ts";\n',
  "src/server/server.ts": 'import "../xds/sibling.ts";\nimport "../platform/node/clock.ts";\n',
  "src/cli/start-server.ts": 'import "../server/server.ts";\n',
  "src/cli/reaches-in.ts": 'import "../server/server.ts";\n',
  "src/language/one.ts": 'import "./two.ts";\n',
  "src/language/two.ts": 'import "./one.ts";\n',
};

let folder = "";
let found: readonly string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
  for (const [name, text] of Object.entries({ ...tree, "tsconfig.json": "{}" })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const binary = join(process.cwd(), "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = join(process.cwd(), ".dependency-cruiser.cjs");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [binary, "--config", config, "--output-type", "json", "src"],
    { cwd: folder, encoding: "utf8" },
  );
  if (!stdout.startsWith("{")) throw new Error(`dependency-cruiser gave no report: ${stderr}`);
  // Its report is JSON of a documented shape.
  const report = JSON.parse(stdout) as { readonly summary: { readonly violations: readonly Violation[] } };
  found = report.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`).sort();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("each forbidden import is reported under its rule, and no other", () => {
  expect(found).toEqual([
    "layer-1-looks-down-only: src/diagnostics/upward.ts → src/config/entry.ts",
    "no-cycles: src/language/one.ts → src/language/two.ts",
    "node-platform-at-the-composition-roots: src/xds/picks-node.ts → src/platform/node/clock.ts",
    "people-reach-a-server-through-client: src/cli/reaches-in.ts → src/server/server.ts",
    "platform-interfaces-do-no-io: src/platform/clock.ts → os",
    "pure-stages-do-no-io: src/graph/reads-files.ts → fs",
    "xds-knows-no-sibling: src/xds/sibling.ts → src/ca/authority.ts",
  ]);
});
