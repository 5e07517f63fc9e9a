import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePorts } from "./free-ports.ts";
import { repository } from "./test-site.ts";

/** The ports of the example, by what they are for. */
const examplePorts = {
  dashboard: 9002,
  upstream: 5000,
  countingV1: 9003,
  countingV2: 9004,
  dashboardSidecar: 21000,
  countingV1Sidecar: 21001,
  countingV2Sidecar: 21002,
} as const;

export type ExamplePorts = Readonly<Record<keyof typeof examplePorts, number>>;

export interface ExampleDocument {
  readonly folder: string;
  /** The document's path. */
  readonly path: string;
  readonly ports: ExamplePorts;
}

/** A copy of the example with ports of its own, so that what is tested is the example itself. */
export async function copyExample(folder: string): Promise<ExampleDocument> {
  cpSync(join(repository, "examples", "counting"), folder, { recursive: true });
  const path = join(folder, "mesh.hcl");
  const names = Object.keys(examplePorts) as (keyof typeof examplePorts)[];
  const free = await freePorts(names.length);
  const ports = Object.fromEntries(names.map((name, index) => [name, free[index]])) as ExamplePorts;
  let text = readFileSync(path, "utf8");
  for (const name of names) text = replacePort(text, examplePorts[name], ports[name]);
  writeFileSync(path, text);
  return { folder, path, ports };
}

/** Writes a variation of a document beside it and returns its path. */
export function writeVariation(
  document: ExampleDocument,
  name: string,
  change: (text: string) => string,
): string {
  const path = join(document.folder, name);
  const before = readFileSync(document.path, "utf8");
  const after = change(before);
  if (after === before) throw new Error(`the variation ${name} changes nothing: has the example changed?`);
  writeFileSync(path, after);
  return path;
}

function replacePort(text: string, before: number, after: number): string {
  const pattern = new RegExp(`(?<![0-9])${before}(?![0-9])`, "g");
  if (!pattern.test(text)) throw new Error(`the example does not mention port ${before} any more`);
  return text.replace(pattern, String(after));
}
