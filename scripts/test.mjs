// Runs Jest's projects one after another and counts: `node scripts/test.mjs unit envoy browser terraform [-- arguments for Jest]`.
// The last line is `N passed, N failed`, with `, N skipped` when some were; exit code 1 when anything failed.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.mjs";

// Tests of `envoy` and `terraform` share one machine's CPUs with the programs they start, so they run one after another.
const projectArguments = {
  unit: ["--maxWorkers=2"],
  envoy: ["--runInBand"],
  browser: ["--runInBand"],
  terraform: ["--runInBand"],
};

const { projects, jestArguments } = readArguments(process.argv.slice(2));
const reports = mkdtempSync(join(tmpdir(), "mesh-test-"));
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const project of projects) {
    const counts = await testProject(project);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
} finally {
  rmSync(reports, { recursive: true, force: true });
}

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function testProject(project) {
  const outputFile = join(reports, `${project}.json`);
  const jest = ["node_modules/jest/bin/jest.js", "--selectProjects", project, ...projectArguments[project]];
  const exitCode = await run(process.execPath, [
    ...jest,
    "--json",
    "--outputFile",
    outputFile,
    ...jestArguments,
  ]);
  const counts = readCounts(outputFile);
  // Jest may fail where no test does: no test found, a broken configuration, a crash. It must not look like a success.
  if (exitCode !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}

/** A suite that could not be run counts as one failure: its tests are not known. */
function readCounts(outputFile) {
  try {
    const report = JSON.parse(readFileSync(outputFile, "utf8"));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function readArguments(args) {
  const separator = args.includes("--") ? args.indexOf("--") : args.length;
  const projects = args.slice(0, separator);
  const known = Object.keys(projectArguments);
  const unknown = projects.filter((project) => !known.includes(project));
  if (projects.length === 0 || unknown.length > 0) {
    console.error(
      `usage: node scripts/test.mjs ${known.map((name) => `[${name}]`).join(" ")} [-- arguments for Jest]`,
    );
    process.exit(2);
  }
  return { projects, jestArguments: args.slice(separator + 1) };
}
