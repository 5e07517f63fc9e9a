import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { CanaryPorts } from "../../../examples/cdktf-canary/canary-stack.ts";
import type { StackJson } from "./synthesized.ts";

/** What continues cdktf goes by another name, and is installed under the old one: `cdktf@npm:cdktn`. */
export const constructPackages = ["cdktf", "cdktn"] as const;

export interface CanaryProject {
  /** A folder of its own, which need not be there. */
  readonly root: string;
  /** What is installed as `cdktf`. */
  readonly constructs: (typeof constructPackages)[number];
  /** The example's own unless given. */
  readonly ports?: CanaryPorts;
}

/** Makes a project of the canary's example, synthesizes it in a process of its own and gives what it wrote. */
export async function synthesizeCanary({ root, constructs, ports }: CanaryProject): Promise<StackJson> {
  const repository = process.cwd();
  mkdirSync(join(root, "node_modules"), { recursive: true });
  symlinkSync(join(repository, "node_modules", constructs), join(root, "node_modules", "cdktf"));
  symlinkSync(join(repository, "node_modules", "constructs"), join(root, "node_modules", "constructs"));
  const contents = `import { App } from "cdktf";
import { CanaryStack } from "./examples/cdktf-canary/canary-stack.ts";
const app = new App();
new CanaryStack(app, "canary"${ports ? `, ${JSON.stringify(ports)}` : ""});
app.synth();
`;
  await build({
    stdin: { contents, loader: "ts", resolveDir: repository },
    outfile: join(root, "main.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["cdktf", "constructs"],
    alias: { "meshwork/cdktf": "./src/cdktf/index.ts" },
  });
  execFileSync(process.execPath, ["main.cjs"], { cwd: root });
  const written = join(root, "cdktf.out", "stacks", "canary", "cdk.tf.json");
  return JSON.parse(readFileSync(written, "utf8")) as StackJson;
}
