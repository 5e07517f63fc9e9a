import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse as parseWithOracle } from "@cdktn/hcl2json";
import { parseDocument } from "../src/language/parse-document.ts";
import { largeMesh } from "./large-mesh.ts";
import { quantile } from "./statistics.ts";

/** What a mesh of thousands of services costs those who write it. */
export interface LanguageResult {
  /** Median of a warm parse. */
  readonly parse_s: number;
  /** The fastest whole `mesh validate` of the file, a process of its own. */
  readonly cold_validate_s: number;
  /** The peak resident memory of that process, in millions of bytes. */
  readonly rss_mb: number;
  /** The time of `mesh validate` for each service, of a large mesh over a small one; both with the start of the process. */
  readonly linear_ratio: number;
  /** The same without the start of the process, which is that of a mesh of ten services. */
  readonly linear_ratio_without_start: number;
  /** Median of a warm parse after one line was edited. */
  readonly edit_s: number;
  /** Median of a warm parse of the same file by `@cdktn/hcl2json`. */
  readonly oracle_s: number;
  readonly file_mb: number;
  readonly services: number;
}

const services = 10_000;
/** So few that only the start of the process counts. */
const tiny = 10;
const small = 1_000;
const large = 50_000;
const runs = 5;

export async function run(report: (line: string) => void): Promise<LanguageResult> {
  const text = largeMesh(services);
  const parse = await medianSeconds(() => parsed(text));
  report(`parse ${parse} s`);
  let edits = 0;
  const edit = await medianSeconds(() => parsed(edited(text, (edits += 1))));
  report(`reparse after an edit ${edit} s`);
  await parseWithOracle("warm-up.tf", "a = 1\n");
  const oracle = await medianSeconds(() => parseWithOracle("mesh.tf", text));
  report(`oracle ${oracle} s`);

  const directory = mkdtempSync(join(tmpdir(), "mesh-bench-"));
  try {
    const measure = (count: number, times = runs): Validation => {
      const validation = fastestValidation(directory, { services: count, times });
      report(`validate ${count} services ${validation.seconds} s, ${validation.peakMb} MB`);
      return validation;
    };
    const start = measure(tiny).seconds;
    const smallSeconds = measure(small).seconds;
    const cold = measure(services);
    const largeSeconds = measure(large, 2).seconds;
    const perService = (seconds: number, count: number): number => seconds / count;
    return {
      parse_s: parse,
      cold_validate_s: cold.seconds,
      rss_mb: cold.peakMb,
      linear_ratio: inHundredths(perService(largeSeconds, large) / perService(smallSeconds, small)),
      linear_ratio_without_start: inHundredths(
        perService(largeSeconds - start, large) / perService(smallSeconds - start, small),
      ),
      edit_s: edit,
      oracle_s: oracle,
      file_mb: inHundredths(text.length / 1e6),
      services,
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function parsed(text: string): void {
  const { diagnostics } = parseDocument({ filename: "mesh.hcl", text });
  if (diagnostics.length > 0) throw new Error("The generated document does not parse.");
}

/** Another port in the middle of the document. */
function edited(text: string, edit: number): string {
  const at = text.indexOf("8080", text.length / 2);
  return `${text.slice(0, at)}${8080 + edit}${text.slice(at + 4)}`;
}

interface Validation {
  readonly seconds: number;
  readonly peakMb: number;
}

/** The fastest of several: what others do on the machine only ever adds. */
function fastestValidation(
  directory: string,
  { services: count, times }: { readonly services: number; readonly times: number },
): Validation {
  const file = join(directory, `mesh-${count}.hcl`);
  writeFileSync(file, largeMesh(count));
  const found = Array.from({ length: times }, () => validation(file));
  return found.reduce((best, next) => (next.seconds < best.seconds ? next : best));
}

function validation(file: string): Validation {
  const startedAt = performance.now();
  const args = ["--require", "./bench/peak-memory.cjs", "dist/mesh.cjs", "validate", file];
  const { status, stderr, output } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const seconds = inMilliseconds((performance.now() - startedAt) / 1_000);
  if (status !== 0) throw new Error(`mesh validate ended with ${String(status)}:\n${stderr}`);
  return { seconds, peakMb: Math.round((Number(output[3]) * 1_024) / 1e6) };
}

async function medianSeconds(work: () => unknown): Promise<number> {
  const samples: number[] = [];
  for (let count = 0; count <= runs; count += 1) {
    const startedAt = performance.now();
    await work();
    // The first run only warms up.
    if (count > 0) samples.push((performance.now() - startedAt) / 1_000);
  }
  return inMilliseconds(quantile(samples, 0.5));
}

function inMilliseconds(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}

function inHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
