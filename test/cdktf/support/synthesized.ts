import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";

/** What a stack of the name was written as; undefined when it was not. */
export interface Synthesized {
  /** The message of what was thrown. */
  readonly refusal: string | undefined;
  readonly stack: StackJson | undefined;
}

/** The part of `cdk.tf.json` that tests look at. */
export interface StackJson {
  readonly resource?: { readonly mesh_document?: Readonly<Record<string, DocumentJson>> };
  readonly terraform: { readonly required_providers?: unknown; readonly backend?: unknown };
  readonly provider?: Readonly<Record<string, readonly unknown[]>>;
  readonly [part: string]: unknown;
}

export interface DocumentJson {
  readonly files: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** Synthesizes a stack that is filled by the test, as `cdktf synth` does. */
export function synthesize(fill: (stack: TerraformStack) => void, name = "stack"): Synthesized {
  return synthesizeApp((app) => fill(new TerraformStack(app, name)), name);
}

export function synthesizeApp(fill: (app: App) => void, name: string): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "mesh-synth-"));
  try {
    const app = new App({ outdir });
    fill(app);
    const refusal = refusalOf(() => app.synth());
    return { refusal, stack: readStack(join(outdir, "stacks", name, "cdk.tf.json")) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The one `mesh_document` of a stack. */
export function documentOf({ refusal, stack }: Synthesized): DocumentJson {
  const [document] = Object.values(stack?.resource?.mesh_document ?? {});
  if (!document) throw new Error(`no mesh_document was synthesized: ${refusal ?? "there is none"}`);
  return document;
}

function refusalOf(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function readStack(path: string): StackJson | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as StackJson;
  } catch {
    // It was not written, which is what the caller wants to know.
    return undefined;
  }
}
