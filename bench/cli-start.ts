import { spawnSync } from "node:child_process";
import { quantile, rounded } from "./statistics.ts";

/** What one command costs beyond Node itself. */
export interface CliStartResult {
  /** Median of the command over the median of an empty Node. */
  readonly ratio: number;
  readonly mesh_median_ms: number;
  readonly node_median_ms: number;
  /** Of each. */
  readonly runs: number;
}

const runs = 40;
/** The first runs of each fill the page cache. */
const warmUpRuns = 3;

const meshArguments = ["dist/mesh.cjs", "validate", "examples/counting/mesh.hcl"];
const nodeArguments = ["-e", "0"];

/** A whole `mesh validate` of the example against `node -e 0`, in turns, so that both see the same machine. */
export function run(report: (line: string) => void): CliStartResult {
  for (let warmUp = 0; warmUp < warmUpRuns; warmUp += 1) {
    timeOf(nodeArguments);
    timeOf(meshArguments);
  }
  const mesh: number[] = [];
  const node: number[] = [];
  for (let count = 1; count <= runs; count += 1) {
    node.push(timeOf(nodeArguments));
    mesh.push(timeOf(meshArguments));
    if (count % 10 === 0) report(`${count} of ${runs} pairs`);
  }
  const meshMs = quantile(mesh, 0.5);
  const nodeMs = quantile(node, 0.5);
  return {
    ratio: Math.round((meshMs / nodeMs) * 100) / 100,
    mesh_median_ms: rounded(meshMs),
    node_median_ms: rounded(nodeMs),
    runs,
  };
}

/** Milliseconds from the start of a Node process to its end, its output read. */
function timeOf(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  const elapsedMs = performance.now() - startedAt;
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${String(status)}:\n${stderr}`);
  return elapsedMs;
}
